"""The doors to uploaded files, wherever they are stored."""

import posixpath
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.documents.wagtail_hooks import check_view_restrictions
from wagtail.models import CollectionViewRestriction

from cms.media.models import Document, Image, Media, Rendition
from cms.media.privacy import can_still_be_admitted, check_access, restrictions_above, works_with
from cms.media.serving import respond

# Documents are not here: their address asks for a private collection's login or password.
OWNERS = {
    "images": lambda path: Rendition.objects.filter(file=path).select_related("image__collection"),
    "original_images": lambda path: Image.objects.filter(file=path).select_related("collection"),
    "media": lambda path: Media.objects.filter(file=path).select_related("collection"),
    "media_thumbnails": lambda path: Media.objects.filter(thumbnail=path).select_related("collection"),
}


@require_safe
def serve_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture, sound or film: to everybody, or from a private collection to those who may see it."""
    folder = path.split("/")[0]
    if folder not in OWNERS or posixpath.normpath(path) != path:
        raise Http404
    owner = OWNERS[folder](path).first()
    if owner is not None and _is_withheld(request, getattr(owner, "image", owner)):
        return gone()
    # Where nothing is private, nobody needs to know whose file it is.
    is_private = CollectionViewRestriction.objects.exists() and _is_private(request, owner)
    return respond(request, default_storage, path, is_private=is_private, is_withheld=_is_kept_back(owner))


def gone() -> HttpResponse:
    """What was recalled. Caches ask again: it may come back."""
    response = HttpResponse(
        _("This file is no longer available."), status=HTTPStatus.GONE, content_type="text/plain; charset=utf-8"
    )
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_withheld(request: HttpRequest, member: Model) -> bool:
    """From readers; those who keep the file see it in the admin."""
    return member.is_withheld and not works_with(request, member)


def _is_kept_back(owner: Model | None) -> bool:
    return owner is not None and getattr(owner, "image", owner).is_withheld


def _is_private(request: HttpRequest, owner: Model | None) -> bool:
    if owner is None:
        raise Http404
    member = getattr(owner, "image", owner)
    restrictions = restrictions_above(member)
    check_access(request, member, restrictions)
    return bool(restrictions)


@require_safe
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """At Wagtail's address and under the same conditions, except that editors always see the files of their own
    collections, and with what caches need to know."""
    document = get_object_or_404(Document.objects.select_related("collection"), pk=document_id)
    if document.filename != document_filename:
        raise Http404
    if _is_withheld(request, document):
        return gone()
    restrictions = restrictions_above(document)
    try:
        check_access(request, document, restrictions)
    except PermissionDenied:
        if can_still_be_admitted(request, restrictions):
            return check_view_restrictions(document, request)
        raise
    return respond(
        request,
        document.file.storage,
        document.file.name,
        is_private=bool(restrictions),
        is_withheld=document.is_withheld,
        disposition=document.content_disposition,
    )
