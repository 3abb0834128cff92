"""ZIP files and the office documents that are ZIP files. Nothing is unpacked but two small lists of contents."""

import re
from collections.abc import Callable
from lzma import LZMAError
from struct import error as StructError
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_ENTRIES = 5000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
# A small file may be pressed as hard as it likes.
HARMLESS = 20 * 1024 * 1024
MAX_LIST = 1024 * 1024

OPEN_XML = b"application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": OPEN_XML + b"wordprocessingml.document.main+xml",
    "xlsx": OPEN_XML + b"spreadsheetml.sheet.main+xml",
    "pptx": OPEN_XML + b"presentationml.presentation.main+xml",
}
ODT = b"application/vnd.oasis.opendocument.text"
MACROS = re.compile(r"(^|/)(vbaProject\.bin|activeX/|Basic/|Scripts/)", re.IGNORECASE)
ARCHIVES = re.compile(r"\.(zip|rar|7z|gz|tgz|tar|bz2|xz|zst|cab|iso|img|arj|lzh)$", re.IGNORECASE)
PROGRAMS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|reg|jar|apk|sh|py|php|jsp|aspx?|html?|svg"
    r"|do[ct]m|xl[st]m|xlam|pptm|potm)\s*$",
    re.IGNORECASE,
)


# What zipfile and the three ways of packing raise for archives that are damaged or made to confuse.
CONFUSED = (
    *(BadZipFile, ZlibError, LZMAError, StructError),
    *(ValueError, KeyError, IndexError, OSError, EOFError, NotImplementedError, RuntimeError),
)


def check_zip(file: BinaryIO, extension: str) -> None:
    def check(archive: ZipFile) -> None:
        names = [entry.filename for entry in archive.infolist()]
        if any(name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name) for name in names):
            raise _damaged()
        if any(ARCHIVES.search(name) for name in names):
            raise ValidationError(
                _("There is another archive inside. Pack the files themselves into one ZIP file and try again."),
                code="nested_archive",
            )
        if any(PROGRAMS.search(name) for name in names):
            raise ValidationError(
                _("There are programs, web pages or documents with macros inside. Take them out and try again."),
                code="program",
            )

    _look_into(file, check)


def check_office(file: BinaryIO, extension: str, max_unpacked: int = MAX_UNPACKED) -> None:
    def check(archive: ZipFile) -> None:
        names = archive.namelist()
        contents = _part(archive, "mimetype" if extension == "odt" else "[Content_Types].xml")
        if any(MACROS.search(name) for name in names) or b"macroEnabled" in contents:
            raise ValidationError(
                _("The document contains macros. Save it without macros (as .%(extension)s) and try again."),
                code="macros",
                params={"extension": extension},
            )
        is_of_its_kind = contents.strip() == ODT if extension == "odt" else MAIN_PARTS[extension] in contents
        if not is_of_its_kind:
            raise ValidationError(
                _("The name ends in .%(extension)s, but the content is something else."),
                code="other_content",
                params={"extension": extension},
            )

    _look_into(file, check, max_unpacked)


def _look_into(file: BinaryIO, check: Callable[[ZipFile], None], max_unpacked: int = MAX_UNPACKED) -> None:
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise _damaged()
    try:
        with ZipFile(file) as archive:
            _check_sizes(archive.infolist(), file.seek(0, 2), max_unpacked)
            check(archive)
    except CONFUSED:
        raise _damaged() from None
    finally:
        file.seek(0)


def _check_sizes(entries: list[ZipInfo], size: int, max_unpacked: int) -> None:
    """By what the archive says of itself: nobody unpacks more than that, and pieces that overlap add up to too much."""
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if packed > size:
        raise _damaged()
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > max_unpacked
        or (unpacked > HARMLESS and unpacked > MAX_RATIO * max(packed, 1))
    ):
        raise ValidationError(
            _("Unpacked, this file would be far too large. Divide it into several files and try again."),
            code="archive_bomb",
        )


def _part(archive: ZipFile, name: str) -> bytes:
    """Raises KeyError when there is none."""
    with archive.open(name) as part:
        return part.read(MAX_LIST)


def _damaged() -> ValidationError:
    return ValidationError(
        _("This file is damaged, or it is no file of the kind that its name says. Save it again and try once more."),
        code="damaged",
    )
