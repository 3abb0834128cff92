"""Following the log.

A consumer inside this program has a name and lets the database keep its cursor:

    follow("search", handle)         # handle(rows) for everything that is new, in order

`handle` runs in the transaction that moves the cursor on, so what it writes to the database happens exactly once; what
it does elsewhere may happen again after a crash. It looks at `row.operation`: after publish, update and move the page
is public at `row.url_path` (read its content from the page itself), after any other it is not. `row.old_site_id` and
`row.old_url_path` say where it was before, if that was elsewhere.

A consumer outside keeps its cursor itself and asks with `rows_after`.

Whoever begins at 0 gets at least the last row of every page that ever was public, in order, so doing what the rows say
ends with exactly what is public. That stays true when rows that have been overtaken are pruned, also meanwhile. Whoever
needs every single row must read it before it is pruned, or is told by `CursorLost` and begins again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Exists, QuerySet
from django.utils import timezone

from cms.publications.models import PUBLIC, LogRow, PruneMark, Reader
from cms.publications.states import last_words
from cms.publications.triggers import number_now

BATCH = 500


class CursorLost(LookupError):
    """What comes after this cursor is not known any more: rows are pruned, or the log is an older copy of itself.

    Begin again: `replay`, or from cursor 0.
    """

    def __init__(self, cursor: int) -> None:
        super().__init__(f"The publication log no longer has everything after {cursor}; begin again from 0.")
        self.cursor = cursor


def end_of_log() -> int:
    """The cursor of the newest row, 0 if there is none."""
    number_now(connection)
    return LogRow.objects.order_by("-cursor").values_list("cursor", flat=True).first() or 0


def rows_after(cursor: int, limit: int = BATCH, *, replaying: bool = False) -> list[LogRow]:
    """The next rows; fewer than `limit` when these are the last.

    `replaying`: the reader began at 0 and has not yet come to the end, so it does not mind what has been pruned.
    """
    number_now(connection)
    rows = list(_rows(cursor).filter(cursor__gt=cursor).order_by("cursor")[:limit])
    if cursor and _is_lost(cursor, rows, replaying):
        raise CursorLost(cursor)
    return rows


def _rows(cursor: int) -> QuerySet[LogRow]:
    """Rows that have a number; each says whether anything after the cursor is pruned, at the moment it was read."""
    pruned = PruneMark.objects.filter(cursor__gt=cursor)
    return LogRow.objects.exclude(cursor=None).annotate(is_pruned=Exists(pruned))


def _is_lost(cursor: int, rows: list[LogRow], replaying: bool) -> bool:
    told = rows[0] if rows else _rows(cursor).order_by("-cursor").first()
    if told is None or (told.is_pruned and not replaying):
        return True
    return not rows and cursor > told.cursor


def public_rows() -> QuerySet[LogRow]:
    """The last row of each page that everybody can read, as the log has it now."""
    return last_words(LogRow.objects.filter(operation__in=PUBLIC))


@contextmanager
def take(name: str, limit: int = BATCH) -> Iterator[list[LogRow]]:
    """The next rows of a named reader, who is at the beginning if it is new. They count as read if the block ends well.

    The same reader at work elsewhere is waited for.
    """
    Reader.objects.get_or_create(name=name)
    with transaction.atomic():
        reader = Reader.objects.select_for_update().get(name=name)
        rows = rows_after(reader.cursor, limit, replaying=reader.is_replaying)
        yield rows
        if rows:
            reader.cursor = rows[-1].cursor
        if len(rows) < limit:
            reader.is_replaying = False
        reader.seen_at = timezone.now()
        reader.save()


def follow(name: str, handle: Callable[[list[LogRow]], None], limit: int = BATCH) -> int:
    """Hands over everything that the named reader has not read yet; returns how many rows that were."""
    total = 0
    while True:
        with take(name, limit) as rows:
            if rows:
                handle(rows)
        total += len(rows)
        if len(rows) < limit:
            return total


def replay(name: str) -> None:
    """Sends a named reader back to the beginning."""
    Reader.objects.update_or_create(name=name, defaults={"cursor": 0, "is_replaying": True})
