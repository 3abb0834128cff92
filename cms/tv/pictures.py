"""Pictures for the screen: JPEG of exactly these sizes around the focal point (T-06)."""

import io
from typing import Any

import segno
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from wagtail.images.models import SourceImageIOError

from cms.blocks.languages import ENGLISH
from cms.media.models import Image, Rendition

SIZES = {
    "hero_1920x1080": (1920, 1080),
    "hero_1280x720": (1280, 720),
    "card_640x360": (640, 360),
    "square_480x480": (480, 480),
    "poster_480x720": (480, 720),
}
SPECS = {name: f"cover-{width}x{height}|format-jpeg" for name, (width, height) in SIZES.items()}


def picture_of(image: Image, language_code: str, caption: str = "") -> dict[str, Any] | None:
    """None when the file is gone or no picture; its row is not the place to find that out."""
    try:
        renditions = image.get_renditions(*SPECS.values())
        colour = dominant_colour(renditions[SPECS["card_640x360"]])
    except (SourceImageIOError, UnidentifiedImageError, OSError):
        return None
    return {
        "number": image.pk,
        "alt": image.alt_en if language_code == ENGLISH.code else image.alt,
        "caption": caption,
        "credit": image.credit,
        "dominant_color": colour,
        "sizes": {
            name: {
                "file": renditions[spec].file.name,
                "width": renditions[spec].width,
                "height": renditions[spec].height,
            }
            for name, spec in SPECS.items()
        },
    }


def dominant_colour(rendition: Rendition) -> str:
    """`#rrggbb`: the mean of the picture, good enough for the ground it lies on while it loads."""
    with rendition.file.open() as file, Pillow.open(file) as picture:
        red, green, blue = picture.convert("RGB").resize((1, 1), Pillow.Resampling.BOX).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def qr_code(link: str) -> bytes:
    """SVG with a quiet zone of four modules."""
    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return picture.getvalue()
