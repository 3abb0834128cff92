import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEADER = re.compile(rb"%PDF-[12]\.\d")
# Names of actions that start something. Characters of a name may be written as #xx.
ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Dictionaries may hide in compressed streams of objects, and nowhere else.
NAME = b"".join(b"(?:%c|#%02x)" % (letter, letter) for letter in b"ObjStm")
OBJECTS = re.compile(b"/" + NAME + rb"\b.{0,400}?stream\r?\n", re.DOTALL)
MAX_INFLATED = 64 * 1024 * 1024


def check_pdf(file: BinaryIO, extension: str) -> None:
    """That it begins as a PDF must and starts nothing when it is opened.

    What is encrypted cannot be looked into, and damage is left to the readers, which repair a lot.
    """
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not HEADER.match(content):
        raise ValidationError(
            _("The name ends in .%(extension)s, but the content is something else."),
            code="other_content",
            params={"extension": extension},
        )
    plain = _unescaped(content)
    if ACTIVE.search(plain) or any(ACTIVE.search(_unescaped(part)) for part in _object_streams(content)):
        raise ValidationError(
            _("This PDF starts programs when it is opened (JavaScript). Print it as a PDF and upload that."),
            code="active_content",
        )


def _unescaped(content: bytes) -> bytes:
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _object_streams(content: bytes) -> Iterator[bytes]:
    left = MAX_INFLATED
    for found in OBJECTS.finditer(content):
        end = content.find(b"endstream", found.end())
        try:
            part = zlib.decompressobj().decompress(content[found.end() : end], left)
        except zlib.error:
            continue
        yield part
        left -= len(part)
        if left <= 0:
            return
