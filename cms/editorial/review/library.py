"""Pictures and files that a page uses and that somebody has changed in the library since readers saw the page.

The page itself has not changed by that, so its versions do not show it; the audit does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.audit.models import Action, AuditEntry
from cms.editorial.review.diff.plain import plain
from cms.editorial.review.diff.tree import Item

# Four numbers that no person reads.
CROP = "focal_point_"
UNSEEN = {"width", "height", "duration", "collection", "uploaded_by_user"}


@dataclass(frozen=True)
class Edit:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class EditedFile:
    file: Model
    is_picture: bool
    edits: tuple[Edit, ...]
    by: str
    at: datetime


def edited_files(items: Iterable[Item], since: datetime | None) -> list[EditedFile]:
    """In the order of the page; each entry of the audit for itself, oldest first."""
    if since is None:
        return []
    used = {(found._meta.label_lower, str(found.pk)): (found, is_picture) for found, is_picture in _files(items)}
    entries = AuditEntry.objects.filter(
        action=Action.CHANGED,
        at__gt=since,
        object_type__in={kind for kind, _number in used},
        object_id__in={number for _kind, number in used},
    ).order_by("pk")
    found = []
    for entry in entries:
        if (entry.object_type, entry.object_id) in used:
            file, is_picture = used[entry.object_type, entry.object_id]
            if edits := tuple(_edits(type(file), entry.details)):
                found.append(EditedFile(file, is_picture, edits, entry.actor_name, entry.at))
    return found


def _files(items: Iterable[Item]) -> Iterator[tuple[Model, bool]]:
    for item in items:
        if item.picture is not None:
            yield item.picture, True
        if item.file is not None:
            yield item.file, False
        yield from _files(item.children)


def _edits(model: type[Model], details: dict) -> Iterator[Edit]:
    values = {name: pair for name, pair in details.items() if isinstance(pair, list) and len(pair) == 2}
    if any(name.startswith(CROP) for name in values):
        yield Edit(_("Part that is always shown"), "", _("chosen anew"))
    for name, (old, new) in values.items():
        if not name.startswith(CROP) and name not in UNSEEN:
            yield Edit(_label(model, name), plain(old), plain(new))


def _label(model: type[Model], name: str) -> str:
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return name
