import re

from cms.media.metadata.orientation import exif_with

# Ends a stretch of compressed data: FF and anything but a stuffed zero, a restart marker or another FF.
MARKER_IN_DATA = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
STANDALONE = {0x01, *range(0xD0, 0xD8)}
END, START_OF_SCAN, COMMENT = 0xD9, 0xDA, 0xFE


def stripped(data: bytes, orientation: int) -> bytes:
    """Without EXIF, XMP, IPTC, comments, further pictures and what follows the end; the compressed data as it was.

    Raises IndexError or ValueError for what is no JPEG.
    """
    kept, position = [], 2
    while position < len(data):
        if data[position] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = data[position + 1]
        if marker == 0xFF:  # padding before a marker
            position += 1
        elif marker == END:
            kept.append(data[position : position + 2])
            break
        elif marker in STANDALONE:
            kept.append(data[position : position + 2])
            position += 2
        else:
            end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
            if marker == START_OF_SCAN:
                found = MARKER_IN_DATA.search(data, end)
                end = found.start() if found else len(data)
            if _belongs_to_the_picture(marker, data[position + 4 : end]):
                kept.append(data[position:end])
            position = end
    return b"".join([data[:2], *_orientation(orientation), *kept])


def _belongs_to_the_picture(marker: int, content: bytes) -> bool:
    if marker == 0xE0:
        return content.startswith(b"JFIF\0")
    if marker == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    # 0xEE is Adobe's, which says how the colours are stored.
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == COMMENT)


def _orientation(orientation: int) -> list[bytes]:
    if orientation == 1:
        return []
    content = b"Exif\0\0" + exif_with(orientation)
    return [b"\xff\xe1", (len(content) + 2).to_bytes(2, "big"), content]
