"""A page's body for television, made from what the database stores: typed blocks first, HTML and speech from these.

Left out is what a screen has no use for: files to download, lists of other pages, players of other hosts.
"""

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from bs4 import BeautifulSoup
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.languages import ENGLISH

Block = dict[str, Any]
# What a set-top box of ten years ago sets without help; links are left out, their words stay.
TAGS = {"p", "b", "i", "strong", "em", "h2", "h3", "h4", "ul", "ol", "li", "br", "sup", "sub", "blockquote"}


def blocks_of(page: Page) -> list[Block]:
    """`{"type": ..., ...}` each; pictures and recordings as `{"image": number}` and `{"media": number}`.

    A page's own gallery comes last, as one more block of that kind.
    """
    blocks = [block for part in _stored(page, "body") for block in _block(part["type"], part["value"])]
    if pictures := _stored(page, "gallery"):
        blocks += _block("gallery", {"images": [part["value"] for part in pictures]})
    return blocks


def _stored(page: Page, name: str) -> list[dict[str, Any]]:
    """Of the stream field with this name; nothing where the page has none."""
    fields = (field for field in page._meta.fields if isinstance(field, StreamField) and field.name == name)
    return next((json.loads(field.value_to_string(page) or "[]") for field in fields), [])


def _block(kind: str, value: Any) -> Iterator[Block]:
    if make := BLOCKS.get(kind):
        yield {"type": kind, **make(value)}


def _rich(value: dict[str, Any]) -> Block:
    return {"html": clean_html(value if isinstance(value, str) else value.get("text", ""))}


def _plain(*names: str) -> Callable[[dict[str, Any]], Block]:
    return lambda value: {name: value.get(name) or "" for name in names}


def _items(value: dict[str, Any], name: str, make: Callable[[dict[str, Any]], Block]) -> list[Block]:
    """Rows of a ListBlock, which stores them as blocks of the type `item`."""
    return [make(row["value"] if isinstance(row, dict) and row.get("type") == "item" else row) for row in value[name]]


def _table(value: dict[str, Any]) -> Block:
    table = value.get("table") or {}
    kinds = [column["type"] for column in table.get("columns", [])]
    rows = [
        [_cell(kind, cell) for kind, cell in zip(kinds, row["values"], strict=False)] for row in table.get("rows", [])
    ]
    headings = [column["heading"] for column in table.get("columns", [])]
    return {"caption": value.get("caption", ""), "columns": headings, "rows": rows}


def _cell(kind: str, value: Any) -> str:
    text = "" if value is None else str(value)
    return plain_text(text) if kind == "rich_text" else text


BLOCKS: dict[str, Callable[[Any], Block]] = {
    "paragraph": _rich,
    "heading": _plain("text", "level"),
    "quote": _plain("text", "attribution"),
    "callout": lambda value: {"title": value.get("title", ""), **_rich(value)},
    "timeline": lambda value: {
        "title": value.get("title") or "",
        "items": _items(value, "items", lambda row: {**_plain("when", "title")(row), **_rich(row)}),
    },
    "faq": lambda value: {
        "title": value.get("title") or "",
        "items": _items(
            value, "items", lambda row: {"question": row["question"], "html": clean_html(row.get("answer", ""))}
        ),
    },
    "image": lambda value: {"image": value["image"], "caption": value.get("caption") or ""},
    "gallery": lambda value: {"images": _items(value, "images", _plain("image", "caption"))},
    "video": lambda value: {"media": value["media"], "caption": value.get("caption") or ""},
    "audio": lambda value: {"media": value["media"], "caption": value.get("caption") or ""},
    "fact_box": lambda value: {
        "title": value.get("title") or "",
        "facts": _items(value, "facts", _plain("label", "number", "unit", "source", "as_of")),
    },
    "table": _table,
    "location": _plain("name", "address", "latitude", "longitude"),
}


def clean_html(source: str) -> str:
    """Only `TAGS`, without attributes; of all others the words."""
    soup = BeautifulSoup(source, "html.parser")
    for tag in soup.find_all(True):
        if tag.name in ("script", "style", "embed", "iframe"):
            tag.decompose()
        elif tag.name in TAGS:
            tag.attrs = {}
        else:
            tag.unwrap()
    return str(soup)


def plain_text(source: str) -> str:
    """Paragraphs on lines of their own."""
    soup = BeautifulSoup(source, "html.parser")
    for tag in soup.find_all(["p", "li", "br", "h2", "h3", "h4"]):
        tag.append("\n")
    return "\n".join(line.strip() for line in soup.get_text().splitlines() if line.strip())


def html_of(blocks: list[Block], language: str) -> str:
    """Text only: pictures stand in the blocks, with their sizes."""
    return "".join(_html(block, language) for block in blocks)


def _html(block: Block, language: str) -> str:
    kind = block["type"]
    if kind == "heading":
        level = block["level"] if block["level"] in TAGS else "h2"
        return f"<{level}>{escape(block['text'])}</{level}>"
    if kind == "quote":
        by = f"<p>{escape(block['attribution'])}</p>" if block["attribution"] else ""
        return f"<blockquote><p>{escape(block['text'])}</p>{by}</blockquote>"
    if kind == "paragraph":
        return block["html"]
    return "".join(f"<p>{escape(line)}</p>" for line in lines_of(block, language))


def lines_of(block: Block, language: str) -> list[str]:
    """What a newsreader says of a block; of pictures, places and recordings nothing."""
    kind = block["type"]
    space, comma = (" ", ", ") if language == ENGLISH.code else ("", "，")
    if kind in ("heading", "quote"):
        return [block["text"]]
    if kind == "fact_box":
        return [space.join(filter(None, (fact["label"], fact["number"], fact["unit"]))) for fact in block["facts"]]
    if kind in ("paragraph", "callout"):
        return [*([block["title"]] if block.get("title") else []), *plain_text(block["html"]).splitlines()]
    if kind in ("timeline", "faq"):
        return [
            line
            for row in block["items"]
            for line in [
                comma.join(filter(None, (row.get("when"), row.get("title"), row.get("question")))),
                *plain_text(row["html"]).splitlines(),
            ]
        ]
    if kind == "table":
        return [comma.join(filter(None, row)) for row in block["rows"]]
    return []
