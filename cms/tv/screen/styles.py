"""The screen's style sheet with the house's tokens written out: boxes of ten years ago know no custom properties.

`tv/screen.css` is written like every other sheet, with names for colours and sizes; the names of the base theme by
night, those of the site's theme over them, and those of the screen itself (`tv/tokens.css`) are put in here.
"""

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

RULES = re.compile(r':root(?:\[data-mode="dark"\])?\s*\{([^}]*)\}')
DECLARATION = re.compile(r"(--[\w-]+):\s*([^;]+);")
REFERENCE = re.compile(r"var\((--[\w-]+)\)")
COMMENT, SPACE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
FILE = re.compile(r'url\("([^"]+)"\)')
# Where the addresses in the sheet start from.
FOLDER = "base/tv"


def tokens(theme: str) -> dict[str, str]:
    """Values by name, with the names of other tokens in them written out as well."""
    base = settings.THEMES_DIR / "base"
    sheets = [base / "static/base/tokens.css", base / "templates/tv/tokens.css"]
    if theme:
        sheets.insert(1, settings.THEMES_DIR / theme / "static" / theme / "tokens.css")
    found = {}
    for sheet in sheets:
        for rules in RULES.findall(_read(sheet)):
            found |= DECLARATION.findall(rules)
    return {name: _written_out(value, found) for name, value in found.items()}


def _written_out(style: str, values: dict[str, str]) -> str:
    """Raises KeyError for a name that no token has."""
    while REFERENCE.search(style):
        style = REFERENCE.sub(lambda match: values[match[1]], style)
    return style


def _read(sheet: Path) -> str:
    return SPACE.sub(" ", COMMENT.sub("", sheet.read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def sheet(theme: str) -> str:
    """Of a theme's folder name; empty for the base theme alone."""
    style = _written_out(_read(settings.THEMES_DIR / "base/templates/tv/screen.css"), tokens(theme))
    return FILE.sub(lambda match: f'url("{static(posixpath.normpath(f"{FOLDER}/{match[1]}"))}")', style)
