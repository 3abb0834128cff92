import struct

from cms.media.metadata.orientation import exif_with

PICTURE_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
# In the first byte of VP8X.
HAS_EXIF, HAS_XMP = 0x08, 0x04


def stripped(data: bytes, orientation: int) -> bytes:
    """Without EXIF, XMP, unknown chunks and what follows the end. Raises ValueError for what is no WebP."""
    size = struct.unpack("<I", data[4:8])[0]
    end_of_file, position, kept = size + 8, 12, []
    if end_of_file > len(data) + 1:  # the padding of the last chunk is often missing
        raise ValueError("cut off")
    while position + 8 <= end_of_file:
        kind, length = struct.unpack("<4sI", data[position : position + 8])
        end = position + 8 + length + length % 2
        if end > end_of_file + 1:
            raise ValueError("cut off")
        chunk = data[position:end].ljust(end - position, b"\0")
        if kind == b"VP8X":
            flags = chunk[8] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if orientation != 1 else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if kind in PICTURE_CHUNKS:
            kept.append(chunk)
        position = end
    if orientation != 1:
        content = exif_with(orientation)
        kept.append(struct.pack("<4sI", b"EXIF", len(content)) + content)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
