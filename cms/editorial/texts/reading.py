"""Every text of a page, a snippet or a setting, found by the types of fields and blocks.

What may hold words and is not known here is an error of the system checks (`checks.py`), so that a new kind of field or
block is not forgotten.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Comment
from wagtailmedia.blocks import AbstractMediaChooserBlock
from wagtailmedia.models import get_media_model

TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.RawHTMLBlock, blocks.RegexBlock)
HTML_BLOCKS = (blocks.RichTextBlock, blocks.RawHTMLBlock)
# Dates, numbers, choices out of a fixed list, addresses, and what leads to something that is checked for itself.
SILENT_BLOCKS = (
    *[blocks.BooleanBlock, blocks.DateBlock, blocks.TimeBlock, blocks.DateTimeBlock, blocks.IntegerBlock],
    *[blocks.FloatBlock, blocks.DecimalBlock, blocks.ChoiceBlock, blocks.MultipleChoiceBlock, blocks.URLBlock],
    *[blocks.EmailBlock, blocks.ChooserBlock, blocks.StaticBlock, EmbedBlock],
)
SILENT_FIELDS = (
    *[models.BooleanField, models.IntegerField, models.FloatField, models.DecimalField, models.DurationField],
    *[models.DateField, models.TimeField, models.UUIDField, models.ForeignKey, models.ManyToManyField],
    *[models.FileField, models.SlugField, models.URLField, models.EmailField, TaggableManager, GenericRelation],
)
# Names of Wagtail's own fields that are no text: the place in the tree.
STRUCTURE = {"path", "url_path", "draft_title"}

TAG = re.compile(r"""<(/?)(\w+)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
# An attribute that readers see or dial.
SPOKEN = re.compile(r"""\b(?:alt|title)=(?:"([^"]*)"|'([^']*)')|\bhref="tel:([^"]*)\"""")
INLINE = {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "span", "code", "mark", "small", "wbr"}


class Passage(NamedTuple):
    """`place` tells a person where the text stands, `path` the editor's screen: names and block numbers with dots."""

    place: tuple[str, ...]
    path: tuple[str, ...]
    text: str


class Reference(NamedTuple):
    """A picture, document or recording that the texts use."""

    place: tuple[str, ...]
    path: tuple[str, ...]
    model: type[models.Model]
    key: int


Found = Iterator[Passage | Reference]


def is_text(field: models.Field) -> bool:
    """Fields whose words people write."""
    return (
        isinstance(field, models.CharField | models.TextField | StreamField)
        and not isinstance(field, SILENT_FIELDS)
        and not field.choices
        and field.editable
        and field.name not in STRUCTURE
    )


def referred_model(thing: models.Field | blocks.Block) -> type[models.Model] | None:
    """The library that a field or block chooses from, if its things bring words along."""
    libraries = {get_image_model(), get_document_model(), get_media_model()}
    if isinstance(thing, models.ForeignKey):
        return thing.related_model if thing.related_model in libraries else None
    if isinstance(thing, ImageChooserBlock):
        return get_image_model()
    if isinstance(thing, DocumentChooserBlock):
        return get_document_model()
    return get_media_model() if isinstance(thing, AbstractMediaChooserBlock) else None


def passages(instance: models.Model) -> list[Passage]:
    """All texts in the order of the fields, then those of the pictures and files they use."""
    found = list(_read_model(instance, (), ()))
    own = [part for part in found if isinstance(part, Passage)]
    return own + list(_read_references([part for part in found if isinstance(part, Reference)]))


def _read_model(instance: models.Model, place: tuple[str, ...], path: tuple[str, ...]) -> Found:
    for field in instance._meta.concrete_fields:
        here = (*place, str(field.verbose_name)), (*path, field.name)
        if library := referred_model(field):
            if key := getattr(instance, field.attname):
                yield Reference(*here, library, key)
        elif is_text(field) and (value := getattr(instance, field.attname)):
            yield from _read_field(field, value, *here)
    for relation in get_all_child_relations(type(instance)) if hasattr(instance, "_cluster_related_objects") else ():
        # Editors' remarks to one another are not for readers.
        if not issubclass(relation.related_model, Comment):
            name = relation.get_accessor_name()
            label = str(relation.related_model._meta.verbose_name)
            for number, child in enumerate(getattr(instance, name).all(), start=1):
                yield from _read_model(child, (*place, f"{number}. {label}"), (*path, name))


def _read_field(field: models.Field, value: Any, place: tuple[str, ...], path: tuple[str, ...]) -> Found:
    if isinstance(field, StreamField):
        yield from _read_block(field.stream_block, field.stream_block.get_prep_value(value), place, path)
    elif isinstance(field, RichTextField):
        yield from _read_html(value, place, path)
    else:
        yield Passage(place, path, value)


def _read_block(block: blocks.Block, raw: Any, place: tuple[str, ...], path: tuple[str, ...]) -> Found:
    """`raw` is the value as the database holds it."""
    if isinstance(block, blocks.StreamBlock):
        for number, item in enumerate(raw or [], start=1):
            if child := block.child_blocks.get(item["type"]):
                yield from _read_item(child, item, number, place, path)
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(raw or [], start=1):
            yield from _read_item(block.child_block, item, number, place, path)
    elif isinstance(block, TypedTableBlock):
        yield from _read_table(block, raw or {}, place, path)
    elif isinstance(block, TableBlock):
        cells = [cell for row in (raw or {}).get("data") or [] for cell in row]
        texts = [(raw or {}).get("table_caption"), *cells]
        yield from (Passage(place, path, text) for text in texts if isinstance(text, str) and text)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _read_block(child, (raw or {}).get(name), (*place, _label(child)), (*path, name))
    elif raw and (library := referred_model(block)):
        yield Reference(place, path, library, raw)
    elif raw and isinstance(block, TEXT_BLOCKS):
        text = str(raw)
        yield from _read_html(text, place, path) if isinstance(block, HTML_BLOCKS) else [Passage(place, path, text)]


def _read_item(child: blocks.Block, item: Any, number: int, place: tuple[str, ...], path: tuple[str, ...]) -> Found:
    """An item of a stream or of a list; lists of old revisions hold bare values."""
    known = isinstance(item, dict) and {"type", "value"} <= item.keys()
    value, key = (item["value"], item.get("id") or "") if known else (item, "")
    yield from _read_block(child, value, (*place, f"{number}. {_label(child)}"), (*path, key))


def _read_table(block: TypedTableBlock, raw: dict[str, Any], place: tuple[str, ...], path: tuple[str, ...]) -> Found:
    columns = raw.get("columns") or []
    for text in (raw.get("caption"), *(column.get("heading") for column in columns)):
        if text:
            yield Passage(place, path, text)
    for number, row in enumerate(raw.get("rows") or [], start=1):
        for column, value in zip(columns, row["values"], strict=False):
            if cell := block.child_blocks.get(column["type"]):
                where = _("row %(number)s") % {"number": number}
                yield from _read_block(cell, value, (*place, where, column.get("heading") or ""), path)


def _label(block: blocks.Block) -> str:
    return str(block.label or block.name or "")


def _read_html(html: str, place: tuple[str, ...], path: tuple[str, ...]) -> Found:
    texts = [plain(html)]
    for tag in TAG.finditer(html):
        texts += [unescape(next(filter(None, found), "")) for found in SPOKEN.findall(tag[3])]
    yield from (Passage(place, path, text) for text in texts if text.strip())


def plain(html: str) -> str:
    """What readers see: a word in bold is part of its sentence, a new paragraph is not."""
    return unescape(TAG.sub(lambda tag: "" if tag[2].lower() in INLINE else "\n", html))


def _read_references(references: list[Reference]) -> Iterator[Passage]:
    """The texts of each picture and file once, at the first place where it is used."""
    wanted: dict[type[models.Model], dict[int, Reference]] = {}
    for reference in references:
        wanted.setdefault(reference.model, {}).setdefault(reference.key, reference)
    for model, by_key in wanted.items():
        rows = model._default_manager.in_bulk(by_key)
        for key, reference in by_key.items():
            if row := rows.get(key):
                yield from _read_library(row, reference)


def _read_library(row: models.Model, reference: Reference) -> Iterator[Passage]:
    for field in row._meta.concrete_fields:
        # A picture's title is a name for editors; readers see the alternative text.
        hidden = field.name == "title" and isinstance(row, get_image_model())
        if not hidden and is_text(field) and (text := getattr(row, field.attname)):
            yield Passage((*reference.place, str(field.verbose_name)), reference.path, text)


def leaves(block: blocks.Block) -> Iterator[blocks.Block]:
    """Blocks that hold no other blocks."""
    children = getattr(block, "child_blocks", None)
    if children is not None:
        for child in children.values():
            yield from leaves(child)
    elif isinstance(block, blocks.ListBlock):
        yield from leaves(block.child_block)
    else:
        yield block


def is_known_field(field: models.Field) -> bool:
    """Whether its words are read, or it has none. A field with `options` holds keys of a fixed list."""
    silent = isinstance(field, SILENT_FIELDS) or not field.editable or field.choices or field.name in STRUCTURE
    return bool(silent or is_text(field) or hasattr(field, "options"))


def is_known_block(block: blocks.Block) -> bool:
    containers = (blocks.StreamBlock, blocks.StructBlock, blocks.ListBlock, TypedTableBlock, TableBlock)
    return isinstance(block, (*containers, *TEXT_BLOCKS, *SILENT_BLOCKS)) or referred_model(block) is not None
