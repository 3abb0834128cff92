"""Proof that nobody has changed, removed, added or reordered sealed entries.

A row's hash shows a change, a gap in the numbers a removal, the head's own hash a removal at the end. The head is as
good as the database it lies in: who can put back an older copy of the whole database hides what came after. Against
that stands a head written down elsewhere (`--expect`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from cms.audit import chain, triggers
from cms.audit.models import Action, AuditEntry, AuditHead

CHUNK = 2000
# How long sealing may lag behind before somebody should know.
UNSEALED_GRACE = timedelta(minutes=1)


@dataclass(frozen=True)
class Mark:
    """A link that is known from elsewhere, `sequence:hash` in text."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


def verify(
    since: int | None = None, expected: Mark | None = None, progress: Callable[[int], None] = lambda count: None
) -> Iterator[str]:
    """Yields one sentence for each problem. `since` trusts the row of that number and checks what comes after it."""
    head = AuditHead.objects.filter(pk=chain.HEAD).first()
    yield from _head_problems(head)
    yield from _chain_problems(head or AuditHead(), since, expected, progress)
    yield from _surroundings_problems()


def _head_problems(head: AuditHead | None) -> Iterator[str]:
    if head is None:
        if AuditEntry.objects.exclude(sequence=None).exists():
            yield "The end of the chain (audit_audithead) is missing."
        return
    mac = chain.head_mac(head)
    if mac is None:
        yield f"The end of the chain is signed with the key {head.key_id}, which is not in AUDIT_KEYS."
    elif mac != head.mac:
        yield "The end of the chain (audit_audithead) was changed."


def _chain_problems(
    head: AuditHead, since: int | None, expected: Mark | None, progress: Callable[[int], None]
) -> Iterator[str]:
    rows = AuditEntry.objects.exclude(sequence=None).order_by("sequence")
    last = Mark(head.pruned_sequence, head.pruned_hash)
    if since is not None and since > last.sequence:
        anchor = rows.filter(sequence=since).first()
        if anchor is None:
            yield f"Row {since}, from which to begin, is missing."
        last = Mark(since, anchor.hash if anchor else "")
    if expected and expected.sequence < last.sequence:
        yield f"Row {expected.sequence} is older than what was read; compare with a newer one."
    for count, row in enumerate(rows.filter(sequence__gt=last.sequence).iterator(CHUNK), start=1):
        if count == 1 and since is None and row.sequence > last.sequence + 1:
            # Pruned between the two queries? Then the head knows.
            pruned = AuditHead.objects.filter(pk=chain.HEAD, pruned_sequence=row.sequence - 1).first()
            last = Mark(pruned.pruned_sequence, pruned.pruned_hash) if pruned else last
        yield from _row_problems(row, last)
        last = Mark(row.sequence, row.hash)
        yield from _differs_from_mark(last, expected)
        if count % CHUNK == 0:
            progress(count)
    # Read again: others may have sealed meanwhile.
    end = AuditHead.objects.filter(pk=chain.HEAD).first()
    if end and end.sequence > last.sequence and not rows.filter(sequence=end.sequence).exists():
        yield f"Rows {last.sequence + 1} to {end.sequence} at the end are missing."
    if end and end.sequence < last.sequence:
        yield f"Rows {end.sequence + 1} to {last.sequence} were added behind the end of the chain."
    if expected and expected.sequence > last.sequence:
        yield f"Rows {last.sequence + 1} to {expected.sequence} at the end are missing: the expected row is not there."


def _row_problems(row: AuditEntry, last: Mark) -> Iterator[str]:
    is_next = row.sequence == last.sequence + 1
    if not is_next:
        yield f"Rows {last.sequence + 1} to {row.sequence - 1} are missing."
    # Behind a gap, and behind an end of pruning that is not known any more, the hash before is unknown.
    if is_next and (last.hash or last.sequence == 0):
        found = chain.entry_hash(last.hash, row)
        if found is None:
            yield f"Row {row.sequence} is signed with the key {row.key_id}, which is not in AUDIT_KEYS."
        elif found != row.hash:
            yield f"Row {row.sequence} (id {row.pk}, {row.at:%Y-%m-%d %H:%M:%S}) was changed or is in the wrong place."
    if row.action == Action.BROKEN:
        yield f"Row {row.sequence} records that the end of the chain had been tampered with: {row.details}."


def _differs_from_mark(found: Mark, expected: Mark | None) -> Iterator[str]:
    if expected and found.sequence == expected.sequence and found.hash != expected.hash:
        yield f"Row {found.sequence} is not the expected one: its hash is {found.hash}."


def _surroundings_problems() -> Iterator[str]:
    late = AuditEntry.objects.filter(sequence=None, at__lt=timezone.now() - UNSEALED_GRACE).count()
    if late:
        yield f"{late} rows older than a minute are not sealed yet: is the scheduler running?"
    if missing := triggers.missing(connection):
        yield f"The database does not refuse changes any more; missing triggers: {', '.join(sorted(missing))}."


def head_mark() -> Mark:
    """What to write down elsewhere."""
    head = AuditHead.objects.filter(pk=chain.HEAD).first() or AuditHead()
    return Mark(head.sequence, head.hash)
