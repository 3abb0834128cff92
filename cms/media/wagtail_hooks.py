from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail import hooks
from wagtail.models import CollectionViewRestriction

from cms.media.models import Document
from cms.media.privacy import check_access, restrictions_above
from cms.media.serving import respond


# Before Wagtail's own hook of the same name, which asks for the login or password of a private collection.
@hooks.register("before_serve_document", order=-100)
def serve_document(document: Document, request: HttpRequest) -> HttpResponseBase | None:
    restrictions = restrictions_above(document)
    try:
        check_access(request, document, restrictions)
    except PermissionDenied:
        if _can_still_be_admitted(request, restrictions):
            return None
        raise
    return respond(
        request,
        document.file.storage,
        document.file.name,
        is_private=bool(restrictions),
        disposition=document.content_disposition,
    )


def _can_still_be_admitted(request: HttpRequest, restrictions: list[CollectionViewRestriction]) -> bool:
    """By a password, or by a login if there is none yet. Then Wagtail's hook asks for it."""
    asking = [rule for rule in restrictions if not rule.accept_request(request)]
    return any(
        rule.restriction_type == CollectionViewRestriction.PASSWORD or not request.user.is_authenticated
        for rule in asking
    )
