"""Takes out of photos and films what tells where, when and with what they were taken.

Nothing is compressed again: pixels, sound and colour profile stay what they were, and so does which way up a photo is.
"""

import struct
from io import BytesIO
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.files import File

from cms.media.metadata import avif, film, gif, jpeg, png, webp
from cms.media.metadata.orientation import orientation_of

Damaged = (ValueError, IndexError, KeyError, struct.error)


def bare_picture(data: bytes, keep_orientation: bool = True) -> bytes:
    """The same bytes when there is nothing to take out or it is no picture; raises one of `Damaged`."""
    strip = _stripper(data[:16])
    return strip(data, orientation_of(data) if keep_orientation else 1) if strip else data


def _stripper(head: bytes):
    if head.startswith(b"\xff\xd8"):
        return jpeg.stripped
    if head.startswith(png.SIGNATURE):
        return png.stripped
    if head.startswith((b"GIF87a", b"GIF89a")):
        return gif.stripped
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return webp.stripped
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return avif.stripped
    return None


def bare(file: File) -> File:
    """The file itself when there is nothing to take out, else a new one of the same name; raises one of `Damaged`."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if _stripper(head):
        data = file.read()
        file.seek(0)
        stripped = bare_picture(data)
        return file if stripped == data else File(BytesIO(stripped), name=file.name)
    if head[4:8] == b"ftyp" and (found := film.patches(file, file.size)):
        return _patched(file, found)
    file.seek(0)
    return file


def _patched(file: File, found: list) -> File:
    result = SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 - the File closes it
    file.seek(0)
    for chunk in file.chunks():
        result.write(chunk)
    for patch in found:
        result.seek(patch.position)
        result.write(patch.content)
    result.seek(0)
    stored = File(result, name=file.name)
    stored.size = file.size
    return stored
