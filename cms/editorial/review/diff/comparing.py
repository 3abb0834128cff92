"""Two versions of a page side by side: for each thing that it says whether it is new, gone, moved or changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from wagtail.models import Page

from cms.editorial.review.diff.marks import Mark, marks
from cms.editorial.review.diff.tree import Item, Section, sections_of


class Status(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One thing in both versions; `old` or `new` is None for what was added or taken out."""

    old: Item | None
    new: Item | None
    children: tuple["Change", ...] = ()
    moved: bool = False
    runs: tuple["Run", ...] = ()

    @property
    def item(self) -> Item:
        return self.new or self.old

    @property
    def status(self) -> Status:
        if self.old is None:
            return Status.ADDED
        if self.new is None:
            return Status.REMOVED
        if self.moved or self.changes_itself or any(child.is_change for child in self.children):
            return Status.CHANGED
        return Status.SAME

    @property
    def is_change(self) -> bool:
        """What is empty before and after is none, even if one version does not know it."""
        return self.status is not Status.SAME and (self.moved or self.says_something)

    @property
    def only_moved(self) -> bool:
        return self.moved and not (self.changes_itself or any(child.is_change for child in self.children))

    @property
    def changes_itself(self) -> bool:
        return self.changes_text or self.changes_source

    @property
    def changes_text(self) -> bool:
        return (self.old.text if self.old else "") != (self.new.text if self.new else "")

    @property
    def changes_source(self) -> bool:
        return (self.old.source if self.old else "") != (self.new.source if self.new else "")

    @property
    def changes_picture(self) -> bool:
        return self.old_picture != self.new_picture

    @property
    def only_formatting(self) -> bool:
        return self.changes_source and not (self.changes_text or self.changes_picture)

    @property
    def marks(self) -> list[Mark]:
        return marks(self.old.text if self.old else "", self.new.text if self.new else "")

    @property
    def old_picture(self):
        return self.old.picture if self.old else None

    @property
    def new_picture(self):
        return self.new.picture if self.new else None

    @property
    def says_something(self) -> bool:
        return any(item is not None and item.says_something for item in (self.old, self.new))

    @property
    def said(self) -> tuple["Change", ...]:
        """The children that say something before or after."""
        return tuple(child for child in self.children if child.says_something)


@dataclass(frozen=True)
class Run:
    """Neighbouring children: changes, or what lies between them."""

    is_change: bool
    children: tuple[Change, ...]

    @property
    def said(self) -> tuple[Change, ...]:
        return tuple(child for child in self.children if child.says_something)


@dataclass(frozen=True)
class ChangedSection:
    heading: str
    changes: tuple[Change, ...]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.is_change]

    @property
    def unchanged(self) -> list[Change]:
        return [change for change in self.changes if not change.is_change and change.says_something]


def compare_pages(old: Page | None, new: Page) -> list[ChangedSection]:
    """Without an old page everything is new."""
    before = {item.key: item for section in (sections_of(old) if old else ()) for item in section.items}
    return [_section(section, before) for section in sections_of(new)]


def _section(section: Section, before: dict[str, Item]) -> ChangedSection:
    return ChangedSection(section.heading, tuple(compare(before.get(item.key), item) for item in section.items))


def compare(old: Item | None, new: Item | None, moved: bool = False) -> Change:
    before, after = (old.children if old else ()), (new.children if new else ())
    pairs = list(_pairs(before, after))
    is_ordered = (new or old).is_ordered
    stayed = _in_order(pairs, before) if is_ordered else {id(a) for a, _b in pairs}
    children = tuple(compare(a, b, moved=a is not None and b is not None and id(a) not in stayed) for a, b in pairs)
    return Change(old, new, children, moved, _runs(children))


def _runs(children: Iterable[Change]) -> tuple[Run, ...]:
    return tuple(Run(is_change, tuple(group)) for is_change, group in groupby(children, lambda child: child.is_change))


def _pairs(before: tuple[Item, ...], after: tuple[Item, ...]) -> Iterator[tuple[Item | None, Item | None]]:
    """In the order of the new version; what was taken out stands after what it followed."""
    partner = _partners(before, after)
    matched = {id(old) for old in partner.values()}
    lost: dict[int | None, list[Item]] = {}
    last = None
    for old in before:
        if id(old) in matched:
            last = id(old)
        else:
            lost.setdefault(last, []).append(old)
    yield from ((old, None) for old in lost.get(None, ()))
    for new in after:
        old = partner.get(id(new))
        yield old, new
        if old is not None:
            yield from ((gone, None) for gone in lost.get(id(old), ()))


def _partners(before: tuple[Item, ...], after: tuple[Item, ...]) -> dict[int, Item]:
    """By key; rows and blocks that have none yet, or a new one, by what they say."""
    by_key = {old.key: old for old in before if old.key}
    partner = {id(new): by_key[new.key] for new in after if new.key in by_key}
    taken = {id(old) for old in partner.values()}
    free = [old for old in before if id(old) not in taken]
    for new in after:
        if id(new) in partner:
            continue
        same = next((old for old in free if _content(old) == _content(new)), None)
        if same is not None:
            partner[id(new)] = same
            free.remove(same)
    return partner


def _content(item: Item) -> tuple:
    return item.label, item.text, item.source, tuple(_content(child) for child in item.children)


def _in_order(pairs: list[tuple[Item | None, Item | None]], before: tuple[Item, ...]) -> set[int]:
    """The most things that keep their order: all others have moved."""
    places = {id(old): place for place, old in enumerate(before)}
    chains: list[list[int]] = []
    for old, new in pairs:
        if old is not None and new is not None:
            fitting = (chain for chain in chains if places[chain[-1]] < places[id(old)])
            chains.append([*max(fitting, key=len, default=[]), id(old)])
    return set(max(chains, key=len, default=[]))
