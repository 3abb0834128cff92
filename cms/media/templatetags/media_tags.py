from django import template
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import SourceImageIOError

from cms.media.models import Image, Rendition
from cms.media.renditions import SIZES, PictureSize, renditions_of

register = template.Library()


@register.simple_tag
def picture(
    image: Image | None, size: str, lazy: bool = True, css_class: str = "", alt: str | None = None
) -> SafeString:
    """`{% picture page.lead_image "card" %}`: nothing when there is no picture for the public (any more).

    Width and height are always there, so that the page does not jump while pictures arrive. `lazy=False` is for the
    one picture that is on the screen at once.
    """
    renditions = _renditions(image, SIZES[size])
    if not renditions:
        return SafeString("")
    webp, jpeg = (_by_width(renditions, SIZES[size].specs(image_format)) for image_format in ("webp", "jpeg"))
    sizes = SIZES[size].sizes if len(jpeg) > 1 else ""
    source = {"type": "image/webp", "srcset": _srcset(webp), "sizes": sizes}
    fallback = jpeg[-1]
    img = {
        "class": css_class,
        "src": fallback.url,
        "srcset": _srcset(jpeg) if len(jpeg) > 1 else "",
        "sizes": sizes,
        "width": fallback.width,
        "height": fallback.height,
        "loading": "lazy" if lazy else "eager",
        "fetchpriority": "" if lazy else "high",
        "decoding": "async",
    }
    alt = image.alt if alt is None else alt
    return format_html(
        '<picture><source{}><img{} alt="{}"></picture>', flatatt(_filled(source)), flatatt(_filled(img)), alt
    )


@register.simple_tag(takes_context=True)
def image_url(context: Context, image: Image | None, size: str) -> str:
    """Absolute address of a picture's largest JPEG, for Open Graph and structured data; empty without a picture."""
    renditions = _renditions(image, SIZES[size])
    if not renditions:
        return ""
    url = _by_width(renditions, SIZES[size].specs("jpeg"))[-1].url
    request = context.get("request")
    return request.build_absolute_uri(url) if request else url


def _renditions(image: Image | None, size: PictureSize) -> dict[str, Rendition]:
    if image is None or not image.is_for_the_public:
        return {}
    try:
        return renditions_of(image, size)
    except SourceImageIOError:
        # The file is gone; a page without its picture is better than no page.
        return {}


def _by_width(renditions: dict[str, Rendition], specs: list[str]) -> list[Rendition]:
    """Narrowest first. Pictures are never enlarged, so several sizes of a small one may be the same."""
    by_width = {renditions[spec].width: renditions[spec] for spec in specs}
    return [by_width[width] for width in sorted(by_width)]


def _srcset(renditions: list[Rendition]) -> str:
    if len(renditions) == 1:
        return renditions[0].url
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)


def _filled(attributes: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in attributes.items() if value != ""}
