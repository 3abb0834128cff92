"""The texts of a page, wherever its fields and blocks keep them.

Works on the serialised page, as revisions store it: one walk serves for reading the sentences and for changing them.
"""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.core.scripts import HAN

Change = Callable[[str], str]

TAG = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
SENTENCE = re.compile(r"[^。！？；…\n]*(?:[。！？；…\n]+[”’」』）)》]*|\Z)")
# What some text blocks hold instead of words.
ADDRESS = re.compile(r"(https?:|mailto:|tel:|/)\S*\Z", re.IGNORECASE)


def split_sentences(text: str) -> list[str]:
    """Joined again they are the text."""
    return [sentence for sentence in SENTENCE.findall(text) if sentence]


def sentences_of(page: Page) -> list[str]:
    """Every Chinese sentence of a page once, without spaces around it, in the page's order."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        for sentence in split_sentences(text):
            if HAN.search(sentence):
                found.setdefault(sentence.strip())
        return text

    change_texts(type(page), page.serializable_data(), note)
    return list(found)


def change_texts(model: type[Page], data: dict[str, Any], change: Change) -> dict[str, Any]:
    """A serialised page with `change` applied to each of its texts."""
    return data | {
        field.name: _changed(field, data[field.name], change)
        for field in text_fields(model)
        if data.get(field.name) is not None
    }


def text_fields(model: type[Page]) -> list[models.Field]:
    """More than wagtail-localize translates: characters are converted wherever a reader may see them."""
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | StreamField)
        and field.editable
        and not field.choices
        and not isinstance(field, models.SlugField | models.URLField | models.EmailField)
    ]


def _changed(field: models.Field, value: str, change: Change) -> str:
    if isinstance(field, StreamField):
        # Written as StreamField does, so that equal values are equal texts.
        return json.dumps(change_block(field.stream_block, json.loads(value), change))
    if isinstance(field, RichTextField):
        return change_html(value, change)
    # A longer form of a word must not make the database refuse the page.
    return change(value)[: field.max_length]


def change_block(block: blocks.Block, raw: Any, change: Change) -> Any:
    """`raw` is the block's value as the database holds it; parts that the block does not know stay as they are."""
    if isinstance(block, blocks.StreamBlock):
        return [_change_item(block.child_blocks.get(item["type"]), item, change) for item in raw or []]
    if isinstance(block, blocks.ListBlock):
        return [_change_item(block.child_block, item, change) for item in raw or []]
    if isinstance(block, TypedTableBlock):
        return _change_table(block, raw, change) if raw else raw
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        known = {
            name: change_block(child, raw[name], change) for name, child in block.child_blocks.items() if name in raw
        }
        return raw | known
    if isinstance(raw, str) and isinstance(block, blocks.RichTextBlock):
        return change_html(raw, change)
    if isinstance(raw, str) and isinstance(block, blocks.CharBlock | blocks.TextBlock) and not ADDRESS.match(raw):
        return change(raw)
    return raw


def _change_item(child: blocks.Block | None, item: Any, change: Change) -> Any:
    """An item of a stream or of a list; lists of old revisions hold bare values."""
    if child is None:
        return item
    if isinstance(item, dict) and {"type", "value"} <= item.keys():
        return item | {"value": change_block(child, item["value"], change)}
    return change_block(child, item, change)


def _change_table(block: TypedTableBlock, raw: dict[str, Any], change: Change) -> dict[str, Any]:
    cells = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
    return raw | {
        "columns": [column | {"heading": change(column.get("heading") or "")} for column in raw["columns"]],
        "rows": [
            row
            | {
                "values": [
                    change_block(cell, value, change) if cell else value
                    for cell, value in zip(cells, row["values"], strict=False)
                ]
            }
            for row in raw["rows"]
        ],
        "caption": change(raw.get("caption") or ""),
    }


def change_html(html: str, change: Change) -> str:
    """Text nodes only; tags stay as they are, letter for letter."""
    pieces = TAG.split(html)
    return "".join(piece if number % 2 else _change_node(piece, change) for number, piece in enumerate(pieces))


def _change_node(text: str, change: Change) -> str:
    before = unescape(text)
    after = change(before) if before else before
    return text if after == before else escape(after, quote=False)
