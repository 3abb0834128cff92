import struct
import zlib

from cms.media.metadata.orientation import exif_with

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE_CHUNKS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"),
    *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT"),
    *(b"acTL", b"fcTL", b"fdAT"),
}


def stripped(data: bytes, orientation: int) -> bytes:
    """Without texts, EXIF and what follows the end. Raises ValueError for what is no PNG."""
    kept, position, kind = [SIGNATURE], len(SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[position : position + 8].ljust(8, b"\0"))
        end = position + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if kind in PICTURE_CHUNKS:
            kept.append(data[position:end])
        if kind == b"IHDR" and orientation != 1:
            kept.append(_chunk(b"eXIf", exif_with(orientation)))
        position = end
    return b"".join(kept)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
