EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, APPLICATION = 0xF9, 0xFF
# How often an animation runs; the other applications are XMP and the like.
LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}


def stripped(data: bytes, orientation: int) -> bytes:
    """Without comments, XMP and what follows the end; a GIF knows no orientation. Raises IndexError or ValueError."""
    position = 13 + _colour_table(data[10])
    kept = [data[:position]]
    while data[position] != TRAILER:
        start = position
        if data[position] == IMAGE:
            position = _after_blocks(data, position + 10 + _colour_table(data[position + 9]) + 1)
            kept.append(data[start:position])
        elif data[position] == EXTENSION:
            label, name = data[position + 1], data[position + 3 : position + 14]
            position = _after_blocks(data, position + 2)
            if label == GRAPHIC_CONTROL or (label == APPLICATION and name in LOOPS):
                kept.append(data[start:position])
        else:
            raise ValueError("no block where one must be")
    return b"".join(kept) + bytes([TRAILER])


def _colour_table(flags: int) -> int:
    """Length in bytes of the table that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while length := data[position]:
        position += length + 1
    return position + 1
