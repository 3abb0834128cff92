"""Walks the boxes of the ISO base media file format (ISO/IEC 14496-12): MP4, M4A and AVIF."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO


class DamagedFile(ValueError):
    """The file's own lengths do not add up: it is cut off or was never of this kind."""


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    header: int
    end: int

    @property
    def payload(self) -> int:
        return self.start + self.header

    def blank(self) -> "Patch":
        """The same bytes as free space: nothing behind it moves, so offsets into the file stay right."""
        return Patch(self.start + 4, b"free" + bytes(self.end - self.start - 8))


@dataclass(frozen=True)
class Patch:
    position: int
    content: bytes


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes side by side between two positions; raises DamagedFile."""
    while start < end:
        file.seek(start)
        head = file.read(16)
        if len(head) < 8 or end - start < 8:
            raise DamagedFile
        size, kind = struct.unpack(">I4s", head[:8])
        header = 8
        if size == 1:
            if len(head) < 16:
                raise DamagedFile
            size, header = struct.unpack(">Q", head[8:])[0], 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            raise DamagedFile
        yield Box(kind, start, header, start + size)
        start += size


def children(file: BinaryIO, box: Box, skip: int = 0) -> Iterator[Box]:
    """`skip`: bytes of the box's own fields before the first box inside it."""
    return boxes(file, box.payload + skip, box.end)
