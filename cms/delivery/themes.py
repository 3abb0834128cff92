"""What a site's theme says outside of stylesheets: its icon and its colours."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

DECLARATION = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,8})\s*;")


def theme_file(theme: str, name: str) -> Path:
    """A static file of a theme; of the base theme where the theme has none of its own."""
    own = settings.THEMES_DIR / theme / "static" / theme / name
    if theme and own.is_file():
        return own
    return settings.THEMES_DIR / "base" / "static" / "base" / name


@lru_cache(maxsize=64)
def theme_colours(theme: str) -> dict[str, str]:
    """Hexadecimal colours by token name, the theme's over the base theme's.

    The first value of a name counts: day comes before night in tokens.css.
    """
    colours: dict[str, str] = {}
    for path in (theme_file(theme, "tokens.css"), theme_file("", "tokens.css")):
        for name, value in DECLARATION.findall(path.read_text(encoding="utf-8")):
            colours.setdefault(name, value)
    return colours
