"""Values as a person reads them: formatted text as lines, dates and choices in words."""

import re
from datetime import date, datetime, time
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import Manager, Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText

# Each begins on a line of its own, some with a sign that says what they are.
LINES = {"p": "", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "• ", "blockquote": "> ", "hr": "———"}


# Draftail names every line; the names say nothing to anybody else.
LINE_KEY = re.compile(r' data-block-key="[^"]*"')


def without_line_keys(html: str) -> str:
    return LINE_KEY.sub("", html)


def plain(value: Any) -> str:
    """Any value of a field or block; empty for what says nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value)
    if isinstance(value, RichText):
        return text_of_html(value.source)
    if isinstance(value, TypedTable):
        return text_of_table(value)
    if isinstance(value, Manager | QuerySet):
        return plain(list(value.all()))
    if isinstance(value, list | tuple | set):
        return "、".join(filter(None, (plain(part) for part in value)))
    return str(value)


def text_of_table(table: TypedTable) -> str:
    rows = [[column["heading"] for column in table.columns], *(row["values"] for row in table.row_data)]
    return "\n".join(" | ".join(plain(cell) for cell in row) for row in rows)


def text_of_html(html: str) -> str:
    """Lines of text; links say where they lead, pictures and films what they are."""
    soup = BeautifulSoup(html or "", "html.parser")
    for link in soup.find_all("a"):
        if target := _target(link):
            link.append(f" [→ {target}]")
    for embed in soup.find_all("embed"):
        embed.replace_with(f"\n[{_embedded(embed)}]\n")
    for line in soup.find_all("br"):
        line.replace_with("\n")
    for name, sign in LINES.items():
        for element in soup.find_all(name):
            element.insert(0, f"\n{sign}")
            element.append("\n")
    lines = (line.strip() for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line)


def _target(link: Any) -> str:
    model = {"page": Page, "document": get_document_model()}.get(link.get("linktype", ""))
    return _named(model, link.get("id", "")) if model else link.get("href", "")


def _embedded(embed: Any) -> str:
    if embed.get("embedtype") == "image":
        return f"{_('Picture')}: {_named(get_image_model(), embed.get('id', ''))} {embed.get('alt', '')}".strip()
    return embed.get("url", "")


def _named(model: type[Model], number: str) -> str:
    found = model._default_manager.filter(pk=number).first() if number.isdigit() else None
    return str(found) if found else f"{model._meta.verbose_name} {number}"
