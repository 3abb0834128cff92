"""Files that must not come in, by the name under which somebody would try."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from tests.factories import files

HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(200)
ZEROS = bytes(24 * 1024 * 1024)
PHP = b"<?php system($_GET['c']); ?>"


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def saved(image: Image.Image, image_format: str) -> bytes:
    content = BytesIO()
    image.save(content, image_format)
    return content.getvalue()


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_png(side: int = 30_000) -> bytes:
    """900 million pixels in little more than a hundred kilobytes."""
    rows = zlib.compressobj(9)
    row = bytes(side // 8 + 1)
    pixels = b"".join(rows.compress(row * 1000) for _ in range(side // 1000)) + rows.flush()
    header = _png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _png_chunk(b"IDAT", pixels) + _png_chunk(b"IEND", b"")


def huge_jpeg() -> bytes:
    """Says that it is 65 000 pixels wide and high."""
    content = bytearray(saved(files.drawing(), "JPEG"))
    start = content.index(b"\xff\xc0")
    content[start + 5 : start + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(content)


def on_canvas(gif: bytes, side: int) -> bytes:
    """The same GIF, saying that it is so wide and high."""
    return gif[:6] + struct.pack("<HH", side, side) + gif[10:]


def huge_webp() -> bytes:
    content = bytearray(saved(files.drawing(), "WEBP"))
    start = content.index(b"\x9d\x01\x2a") + 3
    content[start : start + 4] = struct.pack("<HH", 16_383, 16_383)
    return bytes(content)


def huge_avif() -> bytes:
    content = bytearray(saved(files.drawing(), "AVIF"))
    start = content.index(b"ispe")
    content[start + 8 : start + 16] = struct.pack(">II", 30_000, 30_000)
    return bytes(content)


def png_text_bomb() -> bytes:
    text = _png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000)))
    content = files.picture("PNG")
    return content[:33] + text + content[33:]


def overlapping_zip() -> bytes:
    """Two entries of the list of contents that share one piece of data."""
    content = files.archive({"a.txt": bytes(range(256)) * 99, "b.txt": b"b"})
    start = content.index(b"PK\x01\x02")
    entry = content[start : content.index(b"PK\x01\x02", start + 4)]
    end = content.index(b"PK\x05\x06")
    tail = bytearray(content[end:])
    size = struct.unpack("<I", tail[12:16])[0] + 40 * len(entry)
    tail[8:12], tail[12:16] = struct.pack("<HH", 42, 42), struct.pack("<I", size)
    return content[:end] + entry * 40 + bytes(tail)


def script_in_compressed_objects() -> bytes:
    packed = zlib.compress(b"9 0 <</S /JavaScript /JS (app.alert(1))>>")
    stream = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
    return files.pdf(stream % (len(packed), packed))


def pictures() -> dict[str, bytes]:
    photo = {kind: files.picture(kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")}
    return {
        "empty.jpg": b"",
        "logo.svg": SVG,
        "logo.png": SVG,
        "page.jpg": HTML,
        "page.html": HTML,
        "program.jpg": PROGRAM,
        "shell.php.jpg": PHP,
        "shell.php": PHP,
        "png-in-truth.jpg": photo["PNG"],
        "jpeg-in-truth.webp": photo["JPEG"],
        "bitmap.png": saved(files.drawing(), "BMP"),
        "scan.jpg": saved(files.drawing(), "TIFF"),
        "scan.tiff": saved(files.drawing(), "TIFF"),
        "photoshop.jpg": b"8BPS\0\1" + bytes(200),
        "film.jpg": files.film(),
        "guide.png": files.pdf(),
        "html-after-magic.gif": b"GIF89a" + HTML,
        "cut.jpg": cut(photo["JPEG"][: photo["JPEG"].rindex(b"\xff\xd9")]),
        "cut.png": cut(photo["PNG"]),
        "cut.webp": cut(photo["WEBP"]),
        "cut.avif": cut(photo["AVIF"]),
        "cut.gif": cut(photo["GIF"]),
        "bomb.jpg": huge_jpeg(),
        "bomb.png": huge_png(),
        "bomb.gif": on_canvas(saved(files.drawing(), "GIF"), 65_000),
        "bomb.avif": huge_avif(),
        "bomb.webp": huge_webp(),
        "text-bomb.png": png_text_bomb(),
        "frames.gif": files.animation("GIF", 601),
        "frames.webp": files.animation("WEBP", 601),
        "animated.png": files.animation("PNG", 2),
        "pixels.gif": on_canvas(files.animation("GIF", 12), 2000),
        "heavy.jpg": photo["JPEG"] + bytes(11 * 1024 * 1024),
    }


def documents() -> dict[str, bytes]:
    word, macros = files.word(), {"word/vbaProject.bin": PROGRAM}
    return {
        "empty.pdf": b"",
        "program.exe": PROGRAM,
        "page.html": HTML,
        "logo.svg": SVG,
        "macros.docm": files.archive(macros, word),
        "guide.pdf.exe": PROGRAM,
        "program.pdf": PROGRAM,
        "page.pdf": HTML,
        "after-a-page.pdf": HTML + files.pdf(),
        "picture.pdf": files.picture("JPEG"),
        "script.pdf": files.pdf(b"<</S/JavaScript/JS(app.alert(1))>>"),
        "escaped.pdf": files.pdf(b"<</S/J#61vaScript/JS(app.alert(1))>>"),
        "launch.pdf": files.pdf(b"<</S/Launch/F(cmd.exe)>>"),
        "hidden.pdf": script_in_compressed_objects(),
        "page.txt": HTML,
        "page.csv": b"name,when\n" + HTML,
        "script.csv": b"a,<script>alert(1)</script>\n",
        "logo.txt": SVG,
        "feed.txt": b'<?xml version="1.0"?><x/>',
        "program.txt": PROGRAM,
        "nul.csv": b"a,b\0,c\n",
        "picture.csv": files.picture("PNG"),
        "macros.docx": files.archive(macros, word),
        "macros.xlsx": files.archive({"xl/vbaProject.bin": PROGRAM}, files.excel()),
        "controls.pptx": files.archive({"ppt/activeX/activeX1.bin": PROGRAM}, files.powerpoint()),
        "macros.odt": files.open_document(**{"Basic/Standard/script-lb.xml": b"<x/>"}),
        "archive.docx": files.archive({"a.txt": b"a"}),
        "excel-in-truth.docx": files.excel(),
        "word-in-truth.pptx": word,
        "word-in-truth.odt": word,
        "page.docx": HTML,
        "after-a-page.docx": HTML + word,
        "bomb.docx": files.archive({"word/media/zeros.bin": ZEROS}, word),
        "bomb.xlsx": files.archive({"xl/worksheets/sheet2.xml": ZEROS}, files.excel()),
        "cut.docx": cut(word),
        "cut.xlsx": cut(files.excel()),
        "cut.zip": cut(files.DOCUMENTS["forms.zip"]),
        "bomb.zip": files.archive({"zeros.txt": ZEROS}),
        "many.zip": files.archive((f"{number}.txt", b"") for number in range(5001)),
        "nested.zip": files.archive({"inner.zip": files.DOCUMENTS["forms.zip"]}),
        "program.zip": files.archive({"setup.exe": PROGRAM}),
        "macros.zip": files.archive({"form.docm": files.archive(macros, word)}),
        "page.zip": files.archive({"index.html": HTML}),
        "climbing.zip": files.archive({"../../etc/cron.d/x": b"x"}),
        "overlapping.zip": overlapping_zip(),
        "heavy.txt": b"long line\n" * 2_200_000,
    }


def recordings() -> dict[str, bytes]:
    return {
        "empty.mp4": b"",
        "page.mp4": HTML,
        "program.mp4": PROGRAM,
        "picture.mp4": files.picture("AVIF"),
        "cut.mp4": files.film()[:-50],
        "page.webm": HTML,
        "matroska.webm": files.webm().replace(b"webm", b"matr"),
        "film.avi": b"RIFF\0\0\0\0AVI " + bytes(60),
        "film.mov": files.film(b"qt  "),
        "film.html": HTML,
        "song.mp3": files.mp3(),
    }


def sounds() -> dict[str, bytes]:
    return {
        "empty.mp3": b"",
        "page.mp3": HTML,
        "program.mp3": PROGRAM,
        "tag-only.mp3": b"ID3\x04\0\0\0\0\0\x0a" + HTML,
        "page.ogg": b"OggS" + HTML,
        "page.wav": b"RIFF" + HTML,
        "picture.wav": files.picture("WEBP"),
        "picture.m4a": files.picture("AVIF"),
        "cut.m4a": files.film(b"M4A ")[:-50],
        "film.mp4": files.film(),
    }
