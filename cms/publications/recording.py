"""Writing rows, in the transaction under way.

A page's row lock comes before its row in the log, so of one page the rows are added in the order of their
transactions. What changes many pages without saving them, such as a restriction, locks them first: a publication that
is under way below it then ends before or begins after, and neither decides on what the other is about to change.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Page

from cms.audit import origin
from cms.audit.record import name_of
from cms.publications.models import LogRow
from cms.publications.signals import rows_written
from cms.publications.states import gone, states

BATCH = 500
TELLING = "_publications_telling"


@dataclass(frozen=True)
class Cause:
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


_cause: ContextVar[Cause | None] = ContextVar("publications_cause", default=None)


@contextmanager
def because(reason: str, **details: Any) -> Iterator[None]:
    """Rows written inside say why, and carry `details`, plain JSON. Inside another one, this one counts."""
    token = _cause.set(Cause(reason, details))
    try:
        yield
    finally:
        _cause.reset(token)


def record_pages(where: Q, *, changed: bool = False) -> list[LogRow]:
    """Says what has become of these pages, if the log has not said it yet.

    For changes that no signal tells of, such as `QuerySet.update`; in the transaction of the change. `changed`: their
    content may be another one, so those that are live get a row in any case.
    """
    return write(row for state in states(where) if (row := state.row(changed)))


def record_tree(where: Q, renamed: tuple[str, str] | None = None) -> list[LogRow]:
    """As `record_pages`, for pages that this transaction has changed without saving them."""
    lock(where)
    return write(row for state in states(where, renamed) if (row := state.row()))


def record_gone(words: Iterable[LogRow]) -> list[LogRow]:
    """Says that pages are no more, given the log's last rows of them."""
    return write(row for word in words if (row := gone(word)))


def lock(where: Q) -> None:
    if connection.features.has_select_for_update:
        list(Page.objects.filter(where).order_by("path").select_for_update(no_key=True, of=("self",)).values_list("pk"))


def write(rows: Iterable[LogRow]) -> list[LogRow]:
    written = list(rows)
    if not written:
        return []
    actor, cause = origin.current().actor, _cause.get() or Cause()
    for row in written:
        row.actor_id = actor.pk if actor else None
        row.actor_name = name_of(actor)[:255] if actor else ""
        row.reason, row.details = cause.reason[:255], cause.details
    LogRow.objects.bulk_create(written, batch_size=BATCH)
    transaction.on_commit(_Telling())
    return written


class _Telling:
    """What one write has the transaction do at its end: the first to be asked tells for all that the commit holds.

    Not registered only once for a transaction, where a rolled-back savepoint would take it away.
    """

    def __init__(self) -> None:
        self.is_told = False
        # By connection, as transactions are; what a rollback drops is dropped here.
        self.all: WeakSet[_Telling] = getattr(connection, TELLING, WeakSet())
        self.all.add(self)
        setattr(connection, TELLING, self.all)

    def __call__(self) -> None:
        if not self.is_told:
            for each in self.all:
                each.is_told = True
            rows_written.send_robust(sender=LogRow)
