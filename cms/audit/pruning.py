"""Removing what is older than it must be kept, so that the rest still proves itself."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from cms.audit import chain
from cms.audit.models import Action, AuditEntry

# "At least six months."
LEAST_DAYS = 183


def keep_days() -> int:
    days = settings.AUDIT_KEEP_DAYS
    if days < LEAST_DAYS:
        raise ImproperlyConfigured(f"AUDIT_KEEP_DAYS must be at least {LEAST_DAYS} (six months), not {days}.")
    return days


def prune() -> int:
    """Removes the chain's beginning up to the last old entry; returns how many entries that were.

    The removal is a link of the chain itself: the last removed number and hash, from which the rest can be verified.
    """
    cutoff = timezone.now() - timedelta(days=keep_days())
    chain.seal()
    with transaction.atomic():
        head = chain.locked_head()
        last = _last_old(cutoff)
        if last is None:
            return 0
        count = last.sequence - head.pruned_sequence
        head.pruned_sequence, head.pruned_hash = last.sequence, last.hash
        entry = AuditEntry(
            action=Action.PRUNED,
            origin="prune_audit",
            details={"sequence": last.sequence, "hash": last.hash, "count": count, "older_than_days": keep_days()},
        )
        entry.save()
        chain.append(head, [entry])
        # Not `delete()`, which would read every row first for the sake of signals.
        AuditEntry.objects.filter(sequence__lte=last.sequence)._raw_delete(connection.alias)
        return count


def _last_old(cutoff: datetime) -> AuditEntry | None:
    """The one before the first that must stay: clocks of several machines need not agree with the chain's order."""
    sealed = AuditEntry.objects.exclude(sequence=None).order_by("sequence")
    first_kept = sealed.filter(at__gte=cutoff).first()
    old = sealed if first_kept is None else sealed.filter(sequence__lt=first_kept.sequence)
    return old.last()
