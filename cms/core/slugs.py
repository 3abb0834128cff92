"""ASCII slugs from Chinese titles (G-04): addresses stay readable and are never percent-encoded."""

from django.utils.text import slugify

MAX_LENGTH = 60


def pinyin_slug(title: str) -> str:
    """A slug of at most 60 characters, cut between syllables; `page` when nothing can be spelled."""
    from pypinyin import Style, lazy_pinyin  # costs about a second, so only when a title needs it

    text = title if title.isascii() else " ".join(lazy_pinyin(title, style=Style.NORMAL, errors="default"))
    words = slugify(text).split("-")
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug or "page"
