"""The screen's script in one piece and without comments: old boxes read slowly, and ask for thirteen files in turn."""

import hashlib
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


def digest_of_script() -> str:
    """Changes with the script, for its address."""
    return hashlib.blake2b(script().encode(), digest_size=6).hexdigest()
