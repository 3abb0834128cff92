"""What of rundowns can be shown now, row by row. Four queries for any number of rows."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.core.scope import live_public
from cms.media.models import Media
from cms.tv.answering import for_the_public
from cms.tv.editions.models import Channel, Row, Rundown
from cms.tv.kinds import item_id
from cms.tv.models import Item
from cms.tv.places import Places
from cms.tv.prompter import in_lines
from cms.tv.visible import visible_items

# What an edition covers, from today on; as long as screens keep one.
DAYS_AHEAD = 7


def coming(*channels: Channel) -> list[Rundown]:
    """Their rundowns of every day, of today and of the next days."""
    today = timezone.localdate()
    days = Q(date=None) | Q(date__range=(today, today + timedelta(days=DAYS_AHEAD)))
    return with_rows(Rundown.objects.filter(days, channel__in=channels))


def with_rows(rundowns: QuerySet[Rundown]) -> list[Rundown]:
    return list(rundowns.select_related("channel").prefetch_related("rows__locale", "rows__recording"))


class Plan:
    """Rows may be ones that nobody has saved yet."""

    def __init__(self, rows: Collection[Row]) -> None:
        keys = {key for row in rows for key in (row.item_key, row.fallback_key) if key}
        known = Item.objects.filter(translation_key__in=keys).order_by("pk")
        names = known.values_list(*IDENTITY, "kind", "title")
        self._known = {(key, locale): (kind, title) for key, locale, kind, title in names}
        places = Places()
        self.items = {
            (item.translation_key, item.locale_id): item
            for item in visible_items().filter(translation_key__in=keys).select_related("page", "locale")
            if places.of(item.page)
        }
        self._live = set(live_public(Page.objects.filter(translation_key__in=keys)).order_by().values_list(*IDENTITY))
        self._recordings = for_the_public(Media, (row.recording_id for row in rows if row.recording_id))

    def item_of(self, row: Row) -> Item | None:
        """None if it may not be shown now."""
        return self.items.get((row.item_key, row.locale_id))

    def fallback_of(self, row: Row) -> Item | None:
        return self.items.get((row.fallback_key, row.locale_id))

    def skipped(self, row: Row) -> str:
        """Why the row would not be shown as it is; empty if it would."""
        if row.kind == Row.Kind.CLIP:
            return "" if row.recording_id in self._recordings else "no_recording"
        if row.kind == Row.Kind.LIVE or self.item_of(row):
            return ""
        return "not_approved" if (row.item_key, row.locale_id) in self._live else "withdrawn"

    def proposal(self, row: Row) -> str:
        """What the screen says when nobody has written something better."""
        _kind, title = self._known.get((row.item_key, row.locale_id), ("", ""))
        return title or (row.recording.title if row.recording else "")

    def title_of(self, row: Row) -> str:
        return row.title or self.proposal(row)

    def written(self, rundown: Rundown) -> dict[str, Any]:
        """As consumers get it, with all rows as planned; files have no names yet."""
        return {
            "id": rundown.pk,
            "title": rundown.title,
            "daypart": rundown.daypart,
            "date": rundown.date and rundown.date.isoformat(),
            "starts_at": rundown.starts_at.isoformat(),
            "ends_at": rundown.ends_at.isoformat(),
            "loop": rundown.loop,
            "rows": laid_out(self._written(row) for row in rundown.rows.all()),
        }

    def _written(self, row: Row) -> dict[str, Any]:
        item = self.item_of(row)
        spoken = in_lines(row.spoken.splitlines()) if row.spoken else item.payload["prompter"] if item else []
        return {
            "seconds": row.seconds,
            "kind": row.kind,
            "title": self.title_of(row),
            "item": self._id(row.item_key, row.locale_id),
            "locale": row.locale.language_code,
            "crop": row.crop,
            "picture": None,
            "clip": None,
            "stream_url": row.stream_url or None,
            "spoken": spoken,
            "fallback": self._id(row.fallback_key, row.locale_id),
        }

    def _id(self, key: UUID | None, locale: int) -> str | None:
        kind, _title = self._known.get((key, locale), ("", ""))
        return item_id(kind, key) if kind else None


IDENTITY = ("translation_key", "locale_id")


def laid_out(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One after the other from the rundown's beginning."""
    laid, offset = [], 0
    for row in rows:
        laid.append(row | {"offset_s": offset})
        offset += row["seconds"]
    return laid


def rows_of(rundowns: Iterable[Rundown]) -> list[Row]:
    return [row for rundown in rundowns for row in rundown.rows.all()]
