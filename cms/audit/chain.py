"""Sealing: entries become links of one chain, in the order in which this file sees them after they are committed.

An entry is written in the transaction of the change it records, so a change that is rolled back leaves none. It is
sealed in a transaction of its own after that: taking the head's lock inside the change's transaction would make every
writer wait for every other, and let two of them wait for each other for ever (one holds the head and wants a page's
row, the other the opposite). What a crash leaves unsealed is sealed with the next entry, or by the scheduler.
"""

import json
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from cms.audit import keys
from cms.audit.models import Action, AuditEntry, AuditHead

HEAD = 1
BATCH = 500
SEAL = f"UPDATE {AuditEntry._meta.db_table} SET sequence = %s, key_id = %s, hash = %s WHERE id = %s"  # noqa: S608


def seal() -> int:
    """Seals every committed entry; returns how many. Safe in any number of processes at once."""
    total = count = _seal_batch()
    while count == BATCH:
        count = _seal_batch()
        total += count
    return total


def _seal_batch() -> int:
    with transaction.atomic():
        head = locked_head()
        pending = list(AuditEntry.objects.filter(sequence=None).order_by("pk")[:BATCH])
        if pending:
            append(head, pending)
        return len(pending)


def append(head: AuditHead, entries: list[AuditEntry]) -> None:
    """Links saved entries behind the head, which the caller has locked."""
    for entry in entries:
        entry.sequence = head.sequence + 1
        entry.key_id = keys.signing_key_id()
        entry.hash = entry_hash(head.hash, entry)
        head.sequence, head.hash = entry.sequence, entry.hash
    # Not `bulk_update`, whose one statement for all rows takes ten times as long to put together.
    with connection.cursor() as cursor:
        cursor.executemany(SEAL, [(entry.sequence, entry.key_id, entry.hash, entry.pk) for entry in entries])
    save_head(head)


def entry_hash(previous: str, entry: AuditEntry) -> str | None:
    """Over everything the row says and the hash before it; None if its key is unknown."""
    names = [field.attname for field in AuditEntry._meta.fields if field.attname != "hash"]
    row = {name: getattr(entry, name) for name in names}
    row["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return keys.sign(entry.key_id, f"{previous}\n{text}")


def head_mac(head: AuditHead) -> str | None:
    fields = (head.sequence, head.hash, head.pruned_sequence, head.pruned_hash)
    return keys.sign(head.key_id, "head:" + ":".join(map(str, fields)))


def save_head(head: AuditHead) -> None:
    head.key_id = keys.signing_key_id()
    head.mac = head_mac(head)
    head.save()


def locked_head() -> AuditHead:
    """The head, locked until the transaction's end. One that was tampered with leaves an entry that says so."""
    head = AuditHead.objects.select_for_update().filter(pk=HEAD).first()
    if head is None:
        if not AuditEntry.objects.exclude(sequence=None).exists():
            return _first_head()
        return _repaired(AuditHead(pk=HEAD), "missing")
    if head_mac(head) != head.mac:
        return _repaired(head, "changed or signed with an unknown key")
    return head


def _first_head() -> AuditHead:
    """Several processes may meet here at the very first entry; one creates the row and the others wait for it."""
    new = AuditHead(pk=HEAD)
    new.key_id = keys.signing_key_id()
    new.mac = head_mac(new)
    AuditHead.objects.bulk_create([new], ignore_conflicts=True)
    return AuditHead.objects.select_for_update().get(pk=HEAD)


def _repaired(head: AuditHead, what: str) -> AuditHead:
    """Goes on from the last row that is there. The evidence is a link of the chain from now on."""
    found = {"head": what, "sequence": head.sequence, "hash": head.hash, "mac": head.mac}
    first, last = (
        AuditEntry.objects.exclude(sequence=None).order_by("sequence"),
        AuditEntry.objects.order_by("-sequence"),
    )
    last_row = last.exclude(sequence=None).first()
    first_row = first.first()
    head.sequence, head.hash = (last_row.sequence, last_row.hash) if last_row else (head.sequence, head.hash)
    head.pruned_sequence = first_row.sequence - 1 if first_row else head.sequence
    head.pruned_hash = ""
    entry = AuditEntry(action=Action.BROKEN, origin="seal_audit", details=found)
    entry.save()
    save_head(head)
    append(head, [entry])
    return head
