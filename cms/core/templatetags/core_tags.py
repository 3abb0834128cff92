"""Tags and filters that templates of every kind use."""

import json
from functools import lru_cache

import segno
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.blocks.languages import ENGLISH, SOURCE, Language, active_language, language_of
from cms.core.links import leaving_url
from cms.core.scripts import HAN
from cms.core.translated import localized

register = template.Library()
register.filter(localized)

# "<" and friends must not end the script element (same set as Django's json_script).
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def json_ld(context: Context, page) -> SafeString:
    """The page's schema.org objects as script elements that hold data only."""
    request: HttpRequest = context["request"]
    scripts = [
        format_html(
            '<script type="application/ld+json">{}</script>',
            mark_safe(json.dumps(item, ensure_ascii=False).translate(JSON_ESCAPES)),  # noqa: S308 - escaped above
        )
        for item in page.structured_data(request)
    ]
    return mark_safe("\n".join(scripts))  # noqa: S308 - built from format_html


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon from themes/base/static/base/icons as inline SVG, hidden from screen readers."""
    shape = icon_shape(name)
    return shape and mark_safe(  # noqa: S308 - a file of ours
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{shape}</svg>'
    )


@register.simple_tag
@lru_cache(maxsize=256)
def icon_shape(name: str) -> SafeString:
    """What stands inside of the icon's SVG; empty for one that there is not."""
    path = settings.THEMES_DIR / "base" / "static" / "base" / "icons" / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not path.is_file():
        return SafeString("")
    svg = path.read_text(encoding="utf-8")
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return mark_safe(" ".join(body.split()))  # noqa: S308 - a file of ours


@register.simple_tag
def qr_svg(url: str, title: str = "") -> SafeString:
    """A QR code as inline SVG with the quiet zone of four modules that ISO 18004 asks for."""
    return _qr_svg(url, title)


# Drawing one takes longer than a dozen queries, and a page has the same one every time.
@lru_cache(maxsize=2000)
def _qr_svg(url: str, title: str) -> SafeString:
    code = segno.make(url, error="m", micro=False)
    return mark_safe(  # noqa: S308 - segno escapes the title
        code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, title=title or None, light="#fff")
    )


@register.filter
def leaving(url: str) -> str:
    """Address of the leaving notice for foreign hosts, the URL itself for the rest (G-05)."""
    return leaving_url(url)


@register.simple_tag
def reading_language() -> Language:
    """The language of the address, with its tag for `lang` and its name."""
    return active_language()


@register.simple_tag
def text_lang(text: str) -> SafeString:
    """` lang="zh-Hans"` for a text in Chinese among English: a name or note that nobody has translated."""
    chinese_in_english = active_language() == ENGLISH and HAN.search(str(text))
    return format_html(' lang="{}"', SOURCE.tag) if chinese_in_english else SafeString("")


@register.simple_tag
def link_lang(page: Page) -> SafeString:
    """` lang="…" hreflang="…"` for a link that shows and leads to a page in another language than the reader's."""
    language = language_of(page)
    if language == active_language():
        return SafeString("")
    return format_html(' lang="{}" hreflang="{}"', language.tag, language.tag)
