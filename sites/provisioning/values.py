"""Turns plain starter data into values of model fields and of StreamField blocks.

In the data a picture is the key of an illustration, and a page the key of a page of the same site.
"""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from uuid import uuid4

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from sites.provisioning.run import ProvisioningError

ModelT = TypeVar("ModelT", bound=models.Model)
# The number of a picture is None when an editor has deleted it.
Keys = Mapping[str, int | None]


class UnknownValue(Exception):
    """Starter data that fits no field, block or key; the text says which."""


def fill(instance: ModelT, values: Mapping[str, Any], images: Keys, pages: Keys, where: str) -> ModelT:
    """Sets the fields named in `values`; `where` tells a writer which entry of which file is wrong."""
    for name, value in values.items():
        try:
            field = instance._meta.get_field(name)
            if _is_picture(field):
                setattr(instance, field.attname, _look_up(images, value))
            else:
                setattr(instance, name, _field_value(field, value, images, pages))
        except (UnknownValue, FieldDoesNotExist, ValidationError, InvalidOperation, TypeError) as error:
            message = _("%(where)s, field “%(field)s”: %(error)s")
            raise ProvisioningError(message % {"where": where, "field": name, "error": error}) from error
    return instance


def _is_picture(field: models.Field) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is get_image_model()


def _field_value(field: models.Field, value: Any, images: Keys, pages: Keys) -> Any:
    if isinstance(field, StreamField):
        return field.stream_block.to_python(raw(field.stream_block, value, images, pages))
    if isinstance(field, models.ForeignKey):
        return _terms(field, [value])[0]
    if isinstance(field, models.ManyToManyField):
        return _terms(field, value)
    if isinstance(field, models.DecimalField):
        return Decimal(str(value))
    return field.to_python(value)


def _terms(field: models.Field, names: list[str]) -> list[models.Model]:
    found = {term.name: term for term in field.related_model.objects.filter(name__in=names)}
    return [found.get(name) or _unknown(name) for name in names]


def raw(block: blocks.Block, value: Any, images: Keys, pages: Keys) -> Any:
    """The JSON-like form in which Wagtail stores a block's value."""

    def inner(child: blocks.Block, child_value: Any) -> Any:
        return raw(child, child_value, images, pages)

    if isinstance(block, blocks.StreamBlock):
        return [{"type": item["type"], "value": inner(_child(block, item["type"]), item["value"])} for item in value]
    if isinstance(block, blocks.StructBlock):
        if "columns" in value and (table := _table_child(block)):
            return {
                **_struct(block, _without_cells(value), inner),
                table: _table(block.child_blocks[table], value, inner),
            }
        return _struct(block, value, inner)
    if isinstance(block, blocks.ListBlock):
        # Without an id Wagtail 8 takes a list for the format of before 2.16 and drops its items.
        return [{"type": "item", "id": str(uuid4()), "value": inner(block.child_block, item)} for item in value]
    if isinstance(block, ImageChooserBlock):
        return _look_up(images, value)
    if isinstance(block, blocks.PageChooserBlock):
        return _look_up(pages, value)
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def _struct(block: blocks.StructBlock, value: Mapping[str, Any], inner: Any) -> dict[str, Any]:
    return _texts_left_out(block, value) | {name: inner(_child(block, name), child) for name, child in value.items()}


def _texts_left_out(block: blocks.StructBlock, value: Mapping[str, Any]) -> dict[str, str]:
    """Empty texts or their defaults, as the editor stores them: read back, a missing one would be None."""
    return {
        name: child.get_default() or ""
        for name, child in block.child_blocks.items()
        if name not in value and isinstance(child, blocks.CharBlock | blocks.TextBlock)
    }


def _table_child(block: blocks.StructBlock) -> str | None:
    """Writers put a table's columns and rows beside its caption; stored, they lie one level deeper."""
    names = (name for name, child in block.child_blocks.items() if isinstance(child, TypedTableBlock))
    return next(names, None)


def _without_cells(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: child for name, child in value.items() if name not in ("columns", "rows")}


def _table(block: TypedTableBlock, value: Mapping[str, Any], inner: Any) -> dict[str, Any]:
    columns = value["columns"]
    kinds = [_child(block, column["type"]) for column in columns]
    if any(len(row) != len(columns) for row in value["rows"]):
        raise UnknownValue(_("A row of the table has more or fewer cells than there are columns."))
    rows = [{"values": [inner(kind, cell) for kind, cell in zip(kinds, row, strict=True)]} for row in value["rows"]]
    return {"columns": columns, "rows": rows, "caption": ""}


def _child(block: blocks.Block, name: str) -> blocks.Block:
    return block.child_blocks[name] if name in block.child_blocks else _unknown(name)


def _look_up(keys: Keys, key: str | None) -> int | None:
    if not key:
        return None
    return keys[key] if key in keys else _unknown(key)


def _unknown(name: str) -> Any:
    raise UnknownValue(_("“%(name)s” is not known here.") % {"name": name})
