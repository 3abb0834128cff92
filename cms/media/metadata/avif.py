"""EXIF and XMP of an AVIF are items of their own: their bytes are overwritten where they lie (ISO/IEC 23008-12)."""

import struct
from collections.abc import Iterator
from io import BytesIO

from cms.media.boxes import Box, DamagedFile, boxes, children

# Four bytes that say where the directory begins, then a directory without entries.
EMPTY_EXIF = b"\0\0\0\0MM\0*" + struct.pack(">IHI", 8, 0, 0)


def stripped(data: bytes, orientation: int) -> bytes:
    """The orientation needs no help: in an AVIF it is a property of the picture. Raises DamagedFile or struct.error."""
    file, result = BytesIO(data), bytearray(data)
    for top in boxes(file, 0, len(data)):
        if top.kind == b"meta":
            inner = {box.kind: box for box in children(file, top, skip=4)}
            kinds = dict(_item_kinds(file, inner[b"iinf"]))
            idat = inner[b"idat"].payload if b"idat" in inner else 0
            for item, start, length in _extents(data[inner[b"iloc"].payload : inner[b"iloc"].end], idat):
                if kinds.get(item) in (b"Exif", b"mime"):
                    _overwrite(result, start, length, kinds[item])
        elif top.kind in (b"uuid", b"udta"):
            patch = top.blank()
            result[patch.position : top.end] = patch.content
    return bytes(result)


def _overwrite(result: bytearray, start: int, length: int, kind: bytes) -> None:
    if start + length > len(result):
        raise DamagedFile
    filling = EMPTY_EXIF.ljust(length, b"\0")[:length] if kind == b"Exif" else b" " * length
    result[start : start + length] = filling


def _item_kinds(file: BytesIO, iinf: Box) -> Iterator[tuple[int, bytes]]:
    file.seek(iinf.payload)
    many = file.read(1) != b"\0"
    for entry in children(file, iinf, skip=8 if many else 6):
        file.seek(entry.payload)
        fields = file.read(16)
        if fields[0] == 2:
            yield struct.unpack(">H", fields[4:6])[0], fields[8:12]
        elif fields[0] == 3:
            yield struct.unpack(">I", fields[4:8])[0], fields[10:14]


class _Numbers:
    """Reads numbers of several widths one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.position = data, 0

    def next(self, width: int) -> int:
        self.position += width
        if self.position > len(self.data):
            raise DamagedFile
        return int.from_bytes(self.data[self.position - width : self.position], "big")


def _extents(iloc: bytes, idat: int) -> Iterator[tuple[int, int, int]]:
    """(item, start in the file, length) of every piece of every item."""
    numbers = _Numbers(iloc)
    version = numbers.next(4) >> 24
    widths = numbers.next(2)
    offset_width, length_width, base_width = widths >> 12, widths >> 8 & 15, widths >> 4 & 15
    index_width = widths & 15 if version in (1, 2) else 0
    id_width = 4 if version == 2 else 2
    for _count in range(numbers.next(id_width)):
        item = numbers.next(id_width)
        method = numbers.next(2) & 15 if version in (1, 2) else 0
        numbers.next(2)  # the file that holds the item: always this one
        base = numbers.next(base_width)
        for _extent in range(numbers.next(2)):
            numbers.next(index_width)
            start, length = numbers.next(offset_width), numbers.next(length_width)
            yield item, base + start + (idat if method == 1 else 0), length
