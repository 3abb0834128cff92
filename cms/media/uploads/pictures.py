"""Decodes a picture from beginning to end, within limits that are looked at before anything is decoded."""

from itertools import count
from typing import BinaryIO

from PIL import Image

# Pillow's names; nothing but the decoder that the extension promises is tried.
FORMATS = {"avif": "AVIF", "gif": "GIF", "jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MAX_FRAMES = 600


class UnusablePicture(Exception):
    """`code` is the key of a message of the picture field."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_picture(file: BinaryIO, extension: str, max_pixels: int) -> None:
    """All frames of an animation count together. Raises UnusablePicture."""
    file.seek(0)
    try:
        with Image.open(file, formats=[FORMATS[extension]]) as image:
            _load_frames(image, max_pixels)
    except UnusablePicture:
        raise
    except Image.DecompressionBombError:
        raise UnusablePicture("file_too_many_pixels") from None
    except Exception as error:  # damaged files make decoders raise nearly anything
        raise UnusablePicture("invalid_image") from error
    finally:
        file.seek(0)


def _load_frames(image: Image.Image, max_pixels: int) -> None:
    """One after another, never asking for their number: to count the frames of a GIF is to walk through all of them."""
    # A photo's further pictures are previews and depths, which are taken out (metadata/jpeg.py).
    frames = count() if image.format in ("GIF", "WEBP", "AVIF") else range(1)
    pixels = 0
    for frame in frames:
        try:
            image.seek(frame)
        except EOFError:
            return
        pixels += image.width * image.height
        if pixels > max_pixels or frame >= MAX_FRAMES:
            raise UnusablePicture("too_many_frames" if frame else "file_too_many_pixels")
        image.load()
