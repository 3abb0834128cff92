"""Pages with a mark in every place where somebody can type words, found without asking the text check.

What can be typed into is told by the form: whatever field or block an editor fills through a text input.
"""

from collections.abc import Iterator
from datetime import date, time
from itertools import count
from typing import Any
from uuid import uuid4

from django import forms
from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AbstractMediaChooserBlock

NO_WORDS = (forms.URLField, forms.EmailField, forms.SlugField)
# Wagtail's own, which no editor sees.
HIDDEN = {"path", "slug"}


class Marker:
    """Hands out marks; `library` has the numbers of a picture, a document and a recording."""

    def __init__(self, library: dict[type[blocks.Block], int]) -> None:
        self.library = library
        self.marks: list[str] = []
        self._numbers = count(1)

    def mark(self) -> str:
        self.marks.append(f"标记{next(self._numbers)}号")
        return self.marks[-1]

    def fill(self, instance: models.Model) -> None:
        for field in instance._meta.concrete_fields:
            if field.editable and field.name not in HIDDEN and not field.primary_key and not field.choices:
                self._fill_field(instance, field)

    def _fill_field(self, instance: models.Model, field: models.Field) -> None:
        if isinstance(field, StreamField):
            block = field.stream_block
            setattr(instance, field.name, block.to_python(self.raw(block)))
        elif isinstance(field, RichTextField):
            setattr(instance, field.name, f"<p>{self.mark()}</p>")
        elif not isinstance(field, models.URLField) and is_typed(field.formfield()):
            setattr(instance, field.name, self.mark())

    def raw(self, block: blocks.Block) -> Any:
        if isinstance(block, blocks.StreamBlock):
            return [{"type": name, **self._item(child)} for name, child in block.child_blocks.items()]
        if isinstance(block, blocks.ListBlock):
            return [{"type": "item", **self._item(block.child_block)} for _twice in range(2)]
        if isinstance(block, TypedTableBlock):
            return self._table(block)
        if isinstance(block, blocks.StructBlock):
            return {name: self.raw(child) for name, child in block.child_blocks.items()}
        for kind, number in self.library.items():
            if isinstance(block, kind):
                return number
        return self._leaf(block)

    def _item(self, block: blocks.Block) -> dict[str, Any]:
        return {"id": str(uuid4()), "value": self.raw(block)}

    def _table(self, block: TypedTableBlock) -> dict[str, Any]:
        columns = [{"type": name, "heading": self.mark()} for name in block.child_blocks]
        cells = [self.raw(child) for child in block.child_blocks.values()]
        return {"columns": columns, "rows": [{"values": cells}], "caption": self.mark()}

    def _leaf(self, block: blocks.Block) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return f"<p>前<b>{self.mark()}</b>后</p>"
        if is_typed(getattr(block, "field", None)):
            return self.mark()
        samples = {blocks.DateBlock: date(2026, 5, 1).isoformat(), blocks.TimeBlock: time(8).isoformat()}
        return next((sample for kind, sample in samples.items() if isinstance(block, kind)), None)


def is_typed(field: forms.Field | None) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field, NO_WORDS)


LIBRARY_BLOCKS = (ImageChooserBlock, DocumentChooserBlock, AbstractMediaChooserBlock)


def marks_in(texts: list[str], marks: list[str]) -> Iterator[str]:
    whole = "\n".join(texts)
    return (mark for mark in marks if mark in whole)
