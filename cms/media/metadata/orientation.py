"""The one thing from a photo's metadata that its picture needs: which way up it is."""

import struct
from io import BytesIO

from PIL import ExifTags, Image


def orientation_of(data: bytes) -> int:
    """1 to 8 as EXIF counts; 1, the right way up, also for what cannot be read."""
    try:
        with Image.open(BytesIO(data)) as image:
            found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # Pillow raises nearly anything for damaged metadata
        return 1
    return found if found in range(1, 9) else 1


def exif_with(orientation: int) -> bytes:
    """A TIFF directory with this one entry."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ExifTags.Base.Orientation, 3, 1, orientation, 0, 0)
