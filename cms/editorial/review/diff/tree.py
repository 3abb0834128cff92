"""A page as a tree of what it says, in the order of its editor; two such trees can be compared.

Everything that approvals cover is in it (gate/fingerprints.py): what a reviewer signs is what a reviewer sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.editorial.gate.fingerprints import BOOKKEEPING, CHILD_BOOKKEEPING
from cms.editorial.review.diff.plain import plain, text_of_html, without_line_keys


@dataclass(frozen=True)
class Item:
    """`key` tells what is the same thing in another version; `path` is where Wagtail's comments find it.

    `source` is what stands behind the text and is not seen in it, such as formatting.
    """

    label: str
    key: str
    path: str
    text: str = ""
    source: str = ""
    picture: Model | None = None
    children: tuple["Item", ...] = ()
    # Whether the children have an order of their own, in which one can move.
    is_ordered: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.text or self.picture or any(child.says_something for child in self.children))


@dataclass(frozen=True)
class Section:
    heading: str
    items: tuple[Item, ...]


def sections_of(page: Page) -> list[Section]:
    """One for each tab of the editor, and one for what no tab shows but readers or other programs see."""
    covered = set(page.serializable_data()) - BOOKKEEPING - {_parent_link(page)}
    found = []
    for tab in page.get_edit_handler().children:
        items = []
        for panel in _leaves(tab):
            name = _name(panel)
            if name in covered:
                covered.discard(name)
                items.append(_item(page, name, str(panel.heading or "")))
        found.append(Section(str(tab.heading), tuple(items)))
    rest = [_item(page, name) for name in page.serializable_data() if name in covered]
    return [section for section in [*found, Section(_("Other"), tuple(rest))] if section.items]


def _parent_link(page: Page) -> str:
    link = page._meta.get_ancestor_link(Page)
    return link.name if link else ""


def _leaves(panel: Panel) -> Iterator[Panel]:
    children = getattr(panel, "children", None)
    if isinstance(panel, FieldPanel | InlinePanel):
        yield panel
    elif children:
        for child in children:
            yield from _leaves(child)


def _name(panel: Panel) -> str:
    return panel.relation_name if isinstance(panel, InlinePanel) else panel.field_name


def _item(page: Page, name: str, heading: str = "") -> Item:
    relation = next((each for each in get_all_child_relations(page) if each.get_accessor_name() == name), None)
    if relation is not None:
        return _rows(page, relation, heading)
    return _field_item(page, page._meta.get_field(name), name, name, heading)


def _rows(page: Page, relation: Any, heading: str) -> Item:
    name = relation.get_accessor_name()
    model = relation.related_model
    children = []
    for number, row in enumerate(getattr(page, name).all()):
        key = str(row.pk or f"new-{number}")
        path = f"{name}.{key}"
        fields = [
            _field_item(row, part, part.name, f"{path}.{part.name}")
            for part in model._meta.get_fields()
            if isinstance(part, Field) and part.name not in CHILD_BOOKKEEPING | {"sort_order", relation.field.name}
        ]
        children.append(Item(capfirst(model._meta.verbose_name), key, path, children=tuple(fields)))
    label = heading or capfirst(model._meta.verbose_name_plural)
    return Item(label, name, name, children=tuple(children), is_ordered=True)


def _field_item(owner: Model, found: Field, key: str, path: str, heading: str = "") -> Item:
    label = heading or capfirst(str(getattr(found, "verbose_name", found.name)))
    # A draft may lack what publication needs.
    value = getattr(owner, found.name, None)
    if isinstance(found, StreamField):
        return _block_item(value.stream_block, value, label, key, path)
    if isinstance(found, RichTextField):
        return Item(label, key, path, text_of_html(value), source=without_line_keys(value or ""))
    if found.choices:
        return Item(label, key, path, str(dict(found.flatchoices).get(value, plain(value))))
    return _value_item(value, label, key, path)


def _value_item(value: Any, label: str, key: str, path: str) -> Item:
    if isinstance(value, get_image_model()):
        return Item(label, key, path, plain(value), source=str(value.pk), picture=value)
    if isinstance(value, Model):
        return Item(label, key, path, plain(value), source=str(value.pk))
    return Item(label, key, path, plain(value))


def _block_item(block: blocks.Block, value: Any, label: str, key: str, path: str) -> Item:
    if isinstance(block, blocks.StreamBlock):
        children = [_child(child.block, child.value, child.id, path) for child in value or ()]
        return Item(label, key, path, children=tuple(children), is_ordered=True)
    if isinstance(block, blocks.ListBlock):
        children = [
            _child(block.child_block, child.value, child.id, path) for child in getattr(value, "bound_blocks", ())
        ]
        return Item(label, key, path, children=tuple(children), is_ordered=True)
    if isinstance(block, blocks.StructBlock):
        parts = [
            _block_item(part, (value or {}).get(name), str(part.label), name, f"{path}.{name}")
            for name, part in block.child_blocks.items()
        ]
        return Item(label, key, path, children=tuple(parts))
    if isinstance(block, blocks.RichTextBlock):
        return Item(label, key, path, plain(value), source=without_line_keys(value.source) if value else "")
    if isinstance(block, blocks.ChoiceBlock):
        return Item(label, key, path, _choice(block, value))
    if isinstance(block, blocks.BooleanBlock):
        # An unticked box is the same as one that was never seen.
        return Item(label, key, path, plain(True) if value else "")
    return _value_item(value, label, key, path)


def _child(block: blocks.Block, value: Any, identifier: str | None, path: str) -> Item:
    return _block_item(block, value, str(block.label or ""), identifier or "", f"{path}.{identifier}")


def _choice(block: blocks.ChoiceBlock, value: Any) -> str:
    names = {}
    for key, name in block.field.choices:
        names |= dict(name) if isinstance(name, list | tuple) else {key: name}
    return plain(names.get(value, value))
