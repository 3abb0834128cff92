"""Whether a sound or film is what its name says, by the structure that players go by. Nothing is decoded."""

import re
from typing import BinaryIO

from cms.media.boxes import Box, DamagedFile, boxes

BRANDS = re.compile(rb"iso[m2-9]|mp4[12]|avc1|dash|mmp4|MSNV|M4[AVB] |3g[pg]\d|qt  |f4v ")
WEBM_DOCTYPE = re.compile(rb"\x42\x82[\x84\x40].{0,2}webm", re.DOTALL)
OGG_CODECS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
# Layer III in kbit/s, by the index in the frame's header: MPEG 1, then MPEG 2 and 2.5.
BIT_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MAX_ID3_AND_SILENCE = 1024 * 1024


def check_recording(file: BinaryIO, extension: str) -> None:
    """Raises DamagedFile."""
    check = {"mp4": _is_mp4, "m4a": _is_mp4, "webm": _is_webm, "mp3": _is_mp3, "ogg": _is_ogg, "wav": _is_wav}
    if not check[extension](file):
        raise DamagedFile
    file.seek(0)


def _head(file: BinaryIO, length: int, start: int = 0) -> bytes:
    file.seek(start)
    return file.read(length)


def _is_mp4(file: BinaryIO) -> bool:
    """Raises DamagedFile when it is cut off."""
    found: list[Box] = list(boxes(file, 0, file.seek(0, 2)))
    if not found or found[0].kind != b"ftyp":
        return False
    brands = _head(file, min(found[0].end - found[0].payload, 256), found[0].payload)
    return any(BRANDS.fullmatch(brands, start, start + 4) for start in (0, *range(8, len(brands), 4)))


def _is_webm(file: BinaryIO) -> bool:
    head = _head(file, 256)
    return head.startswith(b"\x1a\x45\xdf\xa3") and WEBM_DOCTYPE.search(head) is not None


def _is_mp3(file: BinaryIO) -> bool:
    """Two frames, the second exactly where the first ends; before them perhaps a tag."""
    start, head = 0, _head(file, 10)
    if head.startswith(b"ID3"):
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    content = _head(file, MAX_ID3_AND_SILENCE, start).lstrip(b"\0")
    length = _frame_length(content[:4])
    return length > 0 and (len(content) <= length or _frame_length(content[length : length + 4]) > 0)


def _frame_length(header: bytes) -> int:
    """Bytes of an MPEG audio frame of layer III; 0 when this is the header of none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sampling == 3:
        return 0
    bits = BIT_RATES[0 if version == 3 else 1][rate] * 1000
    return (144 if version == 3 else 72) * bits // SAMPLE_RATES[version][sampling] + (header[2] >> 1 & 1)


def _is_ogg(file: BinaryIO) -> bool:
    head = _head(file, 512)
    return head.startswith(b"OggS\0") and head[28:].lstrip(b"\0").startswith(OGG_CODECS)


def _is_wav(file: BinaryIO) -> bool:
    head = _head(file, 4096)
    return head.startswith(b"RIFF") and head[8:12] == b"WAVE" and b"fmt " in head
