from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from wagtail import hooks

from cms.media.models import Document

TICKET_SECONDS = 300


# After Wagtail's own hook of the same name, which asks for the login or password of a private collection.
@hooks.register("before_serve_document", order=100)
def redirect_to_signed_url(document: Document, request: HttpRequest) -> HttpResponse | None:
    storage = document.file.storage
    if not hasattr(storage, "signed_url"):
        return None
    response = redirect(
        storage.signed_url(
            document.file.name,
            TICKET_SECONDS,
            ResponseContentDisposition=document.content_disposition,
            ResponseContentType=document.content_type,
        )
    )
    add_never_cache_headers(response)
    return response
