import codecs
import re
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What texts are written in here: Unicode, and what older Chinese programs write.
ENCODINGS = ("utf-8-sig", "gb18030")
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
MARKUP = re.compile(r"<(!doctype|html|head|body|script|iframe|object|embed|svg|math|\?xml|\?php)\b", re.IGNORECASE)


def check_plain_text(file: BinaryIO, extension: str) -> None:
    file.seek(0)
    content = file.read()
    file.seek(0)
    text = _decoded(content)
    if text is None or CONTROLS.search(text):
        raise ValidationError(
            _("This is no plain text that can be read. Save it as text in UTF-8 and try again."), code="no_text"
        )
    if MARKUP.search(text):
        raise ValidationError(
            _("This is a web page or a script and no plain text. Save only its text and try again."), code="markup"
        )


def _decoded(content: bytes) -> str | None:
    encodings = ("utf-16",) if content.startswith(BYTE_ORDER_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
