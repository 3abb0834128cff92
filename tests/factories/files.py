"""Files as people upload them: whole ones of every kind that is accepted, photos and films that know their place."""

import re
import struct
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
import openpyxl
from PIL import Image, ImageCms, PngImagePlugin

# Where the photos were taken, as it would be found in a file.
PLACE = b"30.2722N109.4882E"
MAKER = "Camera of the county office"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="' + PLACE + b'"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def drawing(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Another colour in every corner, so that a turned picture can be told from one that is not."""
    image = Image.new("RGB", size, "white")
    width, height = size
    for corner, colour in zip([(0, 0), (width // 2, 0), (0, height // 2)], ["red", "green", "blue"], strict=True):
        image.paste(colour, (*corner, corner[0] + width // 2, corner[1] + height // 2))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x010F] = MAKER
    data[0x0112] = orientation
    data.get_ifd(0x8825).update({1: "N", 2: (30.0, 16.0, 20.0), 3: "E", 4: (109.0, 29.0, 17.0)})
    return data


def picture(image_format: str, orientation: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo with EXIF, XMP, a comment and a colour profile, as far as the format has room for them."""
    content = BytesIO()
    options = {"exif": exif(orientation), "icc_profile": SRGB, "xmp": XMP}
    if image_format == "JPEG":
        options |= {"comment": PLACE, "quality": 90}
    if image_format == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        texts.add_text("Location", PLACE.decode())
        options = {"exif": exif(orientation), "icc_profile": SRGB, "pnginfo": texts}
    if image_format == "GIF":
        options = {"comment": PLACE}
    drawing(size).save(content, image_format, **options)
    if image_format == "JPEG":
        return _with_iptc(content.getvalue()) + b"second picture taken at " + PLACE
    return content.getvalue()


def _with_iptc(jpeg: bytes) -> bytes:
    """The city of the record 2:90, in Photoshop's block."""
    record = b"\x1c\x02\x5a" + struct.pack(">H", len(PLACE)) + PLACE
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def animation(image_format: str, frames: int, size: tuple[int, int] = (8, 8)) -> bytes:
    content = BytesIO()
    # Encoders leave out frames that resemble the one before.
    first, *others = [Image.new("RGB", size, "black" if number % 2 else "white") for number in range(frames)]
    first.save(content, image_format, save_all=True, append_images=others, duration=50, loop=0)
    return content.getvalue()


def word(*paragraphs: str) -> bytes:
    content, document = BytesIO(), docx.Document()
    for paragraph in paragraphs or ("办事指南",):
        document.add_paragraph(paragraph)
    document.save(content)
    return _timeless(content)


def excel() -> bytes:
    content, workbook = BytesIO(), openpyxl.Workbook()
    workbook.active.append(["窗口", "时间"])
    workbook.save(content)
    return _timeless(content)


def _timeless(document: BytesIO) -> bytes:
    """The same bytes every time: those who write office documents put the time of the day into them."""
    with ZipFile(document) as written:
        entries = {name: written.read(name) for name in written.namelist()}
    core = "docProps/core.xml"
    entries[core] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-06-08T08:00:00Z", entries[core])
    return archive(entries)


def archive(entries: dict[str, bytes] | Iterable[tuple[str, bytes]], base: bytes = b"") -> bytes:
    """A ZIP file; with `base`, that archive with more in it."""
    content = BytesIO(base)
    with ZipFile(content, "a" if base else "w", ZIP_DEFLATED) as result:
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            # A ZipInfo of its own: writestr would write the time of the day.
            result.writestr(ZipInfo(name), data, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return content.getvalue()


def powerpoint() -> bytes:
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    types = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "ppt/presentation.xml": b"<p/>"})


def open_document(**more: bytes) -> bytes:
    mimetype = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mimetype, "content.xml": b"<office:document-content/>", **more})


def pdf(*objects: bytes) -> bytes:
    """One empty page and whatever objects come with it."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=4))
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
        + body
        + b"trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n0\n%%EOF\n"
    )


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def film(brand: bytes = b"isom", media: bytes = b"frames of the film " * 40) -> bytes:
    """An MP4 as phones write it: the place in Apple's keys, `©xyz`, `loci` and XMP, and a track of positions."""

    def track(handler: bytes, *notes: bytes) -> bytes:
        header = box(b"hdlr", bytes(8), handler, bytes(13))
        return box(b"trak", box(b"tkhd", bytes(84)), box(b"mdia", header), *notes)

    keys = box(b"meta", box(b"hdlr", bytes(8), b"mdta", bytes(13)), box(b"keys", b"location.ISO6709"), PLACE)
    notes = box(b"udta", box(b"\xa9xyz", PLACE), box(b"loci", PLACE))
    tracks = track(b"vide", box(b"udta", PLACE)), track(b"soun"), track(b"meta", PLACE)
    moov = box(b"moov", box(b"mvhd", bytes(100)), *tracks, notes, keys)
    ftyp = box(b"ftyp", brand, bytes(4), b"isommp42")
    return ftyp + moov + box(b"uuid", bytes(16), PLACE) + box(b"mdat", media)


def webm() -> bytes:
    return b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + bytes(60)


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s at 44.1 kHz
    return b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + frame * 3


def ogg() -> bytes:
    return b"OggS\0\x02" + bytes(20) + b"\x01\x1e\x01vorbis" + bytes(60)


def wav() -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 40)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data\4\0\0\0....."
    )


PICTURES = {
    "gorge.jpg": picture("JPEG"),
    "gorge.jpeg": picture("JPEG"),
    "gorge.png": picture("PNG"),
    "gorge.webp": picture("WEBP"),
    "gorge.avif": picture("AVIF"),
    "gorge.gif": picture("GIF"),
    "dance.gif": animation("GIF", 12),
    "dance.webp": animation("WEBP", 12),
}
DOCUMENTS = {
    "guide.pdf": pdf(),
    "guide.docx": word(),
    "hours.xlsx": excel(),
    "talk.pptx": powerpoint(),
    "guide.odt": open_document(),
    "forms.zip": archive({"申请表.docx": word(), "说明.txt": "先拿号".encode()}),
    "hours.csv": "窗口,时间\n一号,上午\n".encode(),
    "hours-from-excel.csv": "窗口,时间\r\n一号,上午\r\n".encode("gb18030"),
    "notes.txt": "先拿号，再办理。1 < 2，a<b>c".encode("utf-8-sig"),
    "unicode.txt": "先拿号".encode("utf-16"),
}
AUDIO = {"song.mp3": mp3(), "song.ogg": ogg(), "song.wav": wav(), "song.m4a": film(b"M4A ")}
VIDEO = {"film.mp4": film(), "film.webm": webm()}
