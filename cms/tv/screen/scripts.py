"""The screen's script in one piece and without comments: old boxes read slowly, and ask for thirteen files in turn."""

from functools import lru_cache

from django.conf import settings
from rjsmin import jsmin

FOLDER = settings.THEMES_DIR / "base" / "static" / "base" / "tv"
# Each uses those before it; the last begins.
FILES = (
    *("tools", "focus", "keys", "stock", "follow", "edition", "views"),
    *("services", "item", "guide", "kiosk", "alerts", "screen"),
)


@lru_cache(maxsize=1)
def script() -> str:
    return jsmin("\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in FILES))
