"""Sends a stored file, or the way to it in the bucket, once it is known who may see it."""

import re
from contextlib import closing
from io import IOBase

from django.core.files import File
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import http_date
from django.views.static import was_modified_since

from cms.media.uploads.names import extension_of

# How long caches may hold a public file without asking: a collection that becomes private is gone from them by then.
PUBLIC_SECONDS = 300
# Caches that many readers share ask sooner: a file that was recalled is gone from them within a minute.
SHARED_SECONDS = 30
PUBLIC_RULE = f"public, max-age={PUBLIC_SECONDS}, s-maxage={SHARED_SECONDS}"
# Longer than a shared cache may keep the redirect that carries the signature.
PUBLIC_TICKET_SECONDS = 2 * PUBLIC_SECONDS
PRIVATE_TICKET_SECONDS = 300

# Python's own table depends on the machine and knows WebP and AVIF on some only.
CONTENT_TYPES = {
    "avif": "image/avif",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odt": "application/vnd.oasis.opendocument.text",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
# Nothing in a file may run or load anything, whatever it turns out to be.
POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
# Browsers show no PDF in a sandbox.
PDF_POLICY = "default-src 'none'"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def content_type_of(name: str) -> str:
    return CONTENT_TYPES.get(extension_of(name), "application/octet-stream")


def respond(
    request: HttpRequest,
    storage: Storage,
    name: str,
    *,
    is_private: bool,
    is_withheld: bool = False,
    disposition: str = "inline",
) -> HttpResponseBase:
    """Caches do not keep what is private, nor what is withheld and shown to somebody of the house."""
    is_private = is_private or is_withheld
    if hasattr(storage, "signed_url"):
        response = redirect(
            storage.signed_url(
                storage.place_of(name) if is_withheld else name,
                PRIVATE_TICKET_SECONDS if is_private else PUBLIC_TICKET_SECONDS,
                ResponseContentType=content_type_of(name),
                ResponseContentDisposition=disposition,
                ResponseCacheControl="private, no-store" if is_private else PUBLIC_RULE,
            )
        )
    else:
        response = _local_file(request, storage, name)
        response["Content-Disposition"] = disposition
    if is_private:
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS, s_maxage=SHARED_SECONDS)
    return response


def _local_file(request: HttpRequest, storage: Storage, name: str) -> HttpResponseBase:
    try:
        file = storage.open(name)
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    changed = int(storage.get_modified_time(name).timestamp())
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        file.close()
        return HttpResponseNotModified()
    content_type = content_type_of(name)
    response = answer_with(storage, file, content_type, request.headers.get("Range", ""))
    response["Last-Modified"] = http_date(changed)
    response["Content-Security-Policy"] = PDF_POLICY if content_type == "application/pdf" else POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def answer_with(storage: Storage, file: File, content_type: str, asked: str) -> HttpResponseBase:
    """`file` is open in `storage`, `asked` what the request says of a range. No film is held in memory."""
    if wanted := RANGE.fullmatch(asked):
        response = _part(storage, file, wanted, content_type)
    else:
        response = FileResponse(_piece(storage, file, 0, file.size - 1), content_type=content_type)
        response["Content-Length"] = file.size
    response["Accept-Ranges"] = "bytes"
    return response


def _part(storage: Storage, file: File, wanted: re.Match, content_type: str) -> HttpResponse:
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
    with closing(_piece(storage, file, start, end)) as piece:
        content = piece.read(end - start + 1)
    headers = {"Content-Range": f"bytes {start}-{end}/{file.size}"}
    return HttpResponse(content, status=206, content_type=content_type, headers=headers)


def _piece(storage: Storage, file: File, start: int, end: int) -> File | IOBase:
    """To be read from `start` on. What lies in a bucket is fetched as far as it is asked for, and no further."""
    if file.size and hasattr(storage, "piece"):
        return storage.piece(file, start, end)
    file.seek(start)
    return file
