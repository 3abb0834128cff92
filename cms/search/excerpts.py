"""Titles and the right piece of a text for a list of results, the words of the query marked."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from django.utils.safestring import SafeString
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.search.snippets import highlight

LENGTH = 110
TAG = re.compile(r"<[^>]+>")
# What people wrote, as opposed to names of icons, choices and files, has Chinese characters or words.
PROSE = re.compile(r"[\u3400-\u9fff]|\w \w")


def page_excerpt(page: Page, words: Sequence[str]) -> SafeString:
    """From the summary when it says what was asked for, else from the text, else the summary's beginning."""
    summary = highlight(page.summary, words, LENGTH)
    if "<mark>" in summary:
        return summary
    text = highlight(page_text(page), words, LENGTH)
    return text if "<mark>" in text or not summary else summary


def page_text(page: Page) -> str:
    """The page's running text. Not Wagtail's searchable content, whose HTML parser takes 20 times as long."""
    streams = [field.name for field in page._meta.fields if isinstance(field, StreamField)]
    return " ".join(
        text for name in streams for block in getattr(page, name).raw_data for text in _texts(block["value"])
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        text = unescape(TAG.sub(" ", value)) if "<" in value or "&" in value else value
        if PROSE.search(text):
            yield " ".join(text.split())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
