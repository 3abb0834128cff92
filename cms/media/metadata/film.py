"""Where a phone noted the place in an MP4 or M4A: `©xyz`, `loci`, Apple's keys, XMP, tracks of positions."""

from collections.abc import Iterator
from typing import BinaryIO

from cms.media.boxes import Box, Patch, boxes, children

NOTES = {b"udta", b"meta", b"uuid"}


def patches(file: BinaryIO, size: int) -> list[Patch]:
    """What to overwrite so that only picture and sound are left; raises DamagedFile.

    All notes go, not only those with a place: makers hide it under ever new names. A track of positions is taken out
    of the table of contents; its bytes stay in the file, where no player finds them.
    """
    return [box.blank() for box in _notes(file, boxes(file, 0, size))]


def _notes(file: BinaryIO, found: Iterator[Box]) -> Iterator[Box]:
    for box in found:
        if box.kind in NOTES or (box.kind == b"trak" and _handler(file, box) == b"meta"):
            yield box
        elif box.kind in (b"moov", b"trak"):
            yield from _notes(file, children(file, box))


def _handler(file: BinaryIO, track: Box) -> bytes:
    """What a track holds: `vide`, `soun`, `meta` and others."""
    for media in children(file, track):
        if media.kind == b"mdia":
            for box in children(file, media):
                if box.kind == b"hdlr":
                    file.seek(box.payload + 8)
                    return file.read(4)
    return b""
