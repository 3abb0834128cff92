"""The one door to uploaded files, wherever they are stored."""

import mimetypes
import posixpath
import re

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail.models import CollectionMember, CollectionViewRestriction
from wagtail.permissions import policy_registry

from cms.media.models import Image, Media, Rendition

PUBLIC_SECONDS = 3600
# Longer than a shared cache may keep the redirect that carries the signature.
PUBLIC_TICKET_SECONDS = 2 * PUBLIC_SECONDS
PRIVATE_TICKET_SECONDS = 300

# Documents are not here: they have Wagtail's own address, which asks for a private collection's login.
OWNERS = {
    "images": lambda path: Rendition.objects.filter(file=path).select_related("image__collection"),
    "original_images": lambda path: Image.objects.filter(file=path).select_related("collection"),
    "media": lambda path: Media.objects.filter(file=path).select_related("collection"),
    "media_thumbnails": lambda path: Media.objects.filter(thumbnail=path).select_related("collection"),
}
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@require_safe
def serve_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture, sound or film: to everybody, or from a private collection to those who may see it."""
    if path.split("/")[0] not in OWNERS or posixpath.normpath(path) != path:
        raise Http404
    private = _is_private(request, path)
    if hasattr(default_storage, "signed_url"):
        seconds = PRIVATE_TICKET_SECONDS if private else PUBLIC_TICKET_SECONDS
        response = redirect(default_storage.signed_url(path, seconds))
    else:
        response = _local_file(request, path)
    if private:
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


def _is_private(request: HttpRequest, path: str) -> bool:
    """Whether a collection above the file is restricted; raises PermissionDenied for those who may not see it."""
    restrictions = list(CollectionViewRestriction.objects.select_related("collection"))
    if not restrictions:
        return False
    owner = OWNERS[path.split("/")[0]](path).first()
    if owner is None:
        raise Http404
    owner = getattr(owner, "image", owner)
    above = [rule for rule in restrictions if owner.collection.path.startswith(rule.collection.path)]
    if above and not _works_with(request, owner) and not all(rule.accept_request(request) for rule in above):
        raise PermissionDenied
    return bool(above)


def _works_with(request: HttpRequest, owner: CollectionMember) -> bool:
    """Editors see the files of their collections in the admin, whoever the public is."""
    policy = policy_registry.get_by_type(type(owner))
    return request.user.is_authenticated and policy.user_has_any_permission_for_instance(
        request.user, ["change", "choose"], owner
    )


def _local_file(request: HttpRequest, path: str) -> HttpResponseBase:
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    changed = int(default_storage.get_modified_time(path).timestamp())
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        file.close()
        return HttpResponseNotModified()
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    wanted = RANGE.fullmatch(request.headers.get("Range", ""))
    response = _part(file, wanted, content_type) if wanted else FileResponse(file, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    response["Last-Modified"] = http_date(changed)
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _part(file, wanted: re.Match, content_type: str) -> HttpResponse:
    """One byte range: without it Safari plays no film and no browser can jump in one."""
    first, last = wanted.groups()
    if first:
        start, end = int(first), min(int(last or file.size), file.size - 1)
    else:
        start, end = max(file.size - int(last or 0), 0), file.size - 1
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    # A player that asks for "the rest" gets a piece and asks again, so that no film is held in memory.
    end = min(end, start + 2 * 1024 * 1024 - 1)
    with file:
        file.seek(start)
        content = file.read(end - start + 1)
    headers = {"Content-Range": f"bytes {start}-{end}/{file.size}"}
    return HttpResponse(content, status=206, content_type=content_type, headers=headers)
