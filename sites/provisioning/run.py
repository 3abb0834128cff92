"""What the steps of one provisioning run share: the entries, what exists, what was changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.files.storage import Storage
from wagtail.models import Collection, Page, Site

from sites.models import ProvisionedObject
from sites.registry import SiteEntry

LOCK = "lock"


class ProvisioningError(Exception):
    """Something outside the registry stands in the way; the message says what to do."""


class Action(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    action: Action
    site: str
    what: str


class Records:
    """What earlier runs have made, by key."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def lock_and_read(self) -> None:
        """At the start of a transaction: another run that builds the same sites waits here until its end."""
        ProvisionedObject.objects.get_or_create(key=LOCK, defaults={"object_id": 0})
        ProvisionedObject.objects.select_for_update().get(key=LOCK)
        self._ids = dict(ProvisionedObject.objects.values_list("key", "object_id"))

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    def get(self, key: str) -> int | None:
        return self._ids.get(key)

    def put(self, key: str, object_id: int) -> None:
        if key in self._ids:
            ProvisionedObject.objects.filter(key=key).update(object_id=object_id)
        else:
            ProvisionedObject.objects.create(key=key, object_id=object_id)
        self._ids[key] = object_id

    def forget(self, prefix: str) -> None:
        ProvisionedObject.objects.filter(key__startswith=prefix).delete()
        self._ids = {key: number for key, number in self._ids.items() if not key.startswith(prefix)}


@dataclass
class Run:
    """`entries` are all sites of the registry, `selected` those that this run builds."""

    entries: list[SiteEntry]
    selected: list[SiteEntry]
    dry_run: bool = False
    progress: Callable[[str], None] = lambda message: None
    records: Records = field(default_factory=Records)
    changes: list[Change] = field(default_factory=list)
    homes: dict[str, Page] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    images: dict[str, int | None] = field(default_factory=dict)
    page_ids: set[int] = field(default_factory=set)
    # Files written to storage: a rolled-back transaction leaves them behind.
    written_files: list[tuple[Storage, str]] = field(default_factory=list)

    @property
    def prefecture(self) -> SiteEntry:
        return self.entries[0]

    def note(self, action: Action, entry: SiteEntry | None, what: str) -> None:
        self.changes.append(Change(action, entry.slug if entry else "", what))
