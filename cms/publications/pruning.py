"""Removing rows that have been overtaken and are old enough. The last row of every page stays for good."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.audit.models import Action
from cms.audit.record import record
from cms.publications.models import LogRow, PruneMark, Reader
from cms.publications.triggers import number_now

BATCH = 2000


@dataclass(frozen=True)
class Pruned:
    """`through`: the cursor up to which only last rows are left. `held_back_by`: readers who have not come so far."""

    count: int
    through: int
    held_back_by: list[Reader]


def prune(days: int, past: Iterable[str] = (), progress: Callable[[int], None] = lambda count: None) -> Pruned:
    """Not past a reader who is behind, unless it is named in `past`."""
    # First, so that what overtakes a row has a number above it: the highest number must never be given out again.
    number_now(connection)
    wanted = _last_older_than(timezone.now() - timedelta(days=days))
    behind = Reader.objects.filter(is_replaying=False, cursor__lt=wanted).exclude(name__in=past).order_by("cursor")
    held_back_by = list(behind)
    through = held_back_by[0].cursor if held_back_by else wanted
    count = _remove(through, progress)
    if count:
        record(Action.RAN, title="prune_publications", details={"cursor": through, "count": count, "days": days})
    return Pruned(count, through, held_back_by)


def _last_older_than(cutoff: datetime) -> int:
    """The one before the first that must stay: clocks of several machines need not agree with the log's order."""
    rows = LogRow.objects.exclude(cursor=None).order_by("cursor").values_list("cursor", flat=True)
    first_kept = rows.filter(at__gte=cutoff).first()
    last = rows.last() or 0
    return last if first_kept is None else first_kept - 1


def _remove(through: int, progress: Callable[[int], None]) -> int:
    count = 0
    while numbers := list(_overtaken(through)[:BATCH]):
        with transaction.atomic():
            # First, because the database lets rows go only up to the mark, and readers are to know.
            PruneMark.objects.filter(cursor__lt=through).update(cursor=through)
            # Not `delete()`, which would read every row first for the sake of signals.
            LogRow.objects.filter(pk__in=numbers)._raw_delete(connection.alias)
        count += len(numbers)
        progress(count)
    return count


def _overtaken(through: int) -> QuerySet[int]:
    later = LogRow.objects.filter(
        translation_key=OuterRef("translation_key"), locale=OuterRef("locale"), pk__gt=OuterRef("pk")
    )
    return LogRow.objects.filter(Exists(later), cursor__lte=through).order_by("cursor").values_list("pk", flat=True)
