"""What somebody with the database's password can do: raw SQL, with the triggers out of the way."""

from django.db import connection

from cms.audit import chain, triggers
from cms.audit.models import Action, AuditEntry
from cms.audit.record import record
from cms.audit.verifying import Mark, verify


def make_chain(length: int) -> list[AuditEntry]:
    """Sealed entries 1 to `length`."""
    for number in range(1, length + 1):
        record(Action.RAN, title=f"entry {number}", details={"number": number})
    chain.seal()
    return list(AuditEntry.objects.order_by("sequence"))


def run_sql(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def without_triggers() -> None:
    triggers.drop(connection, AuditEntry)


def tamper(sql: str, *params: object) -> None:
    without_triggers()
    run_sql(sql, *params)


def problems(since: int | None = None, expected: Mark | None = None) -> list[str]:
    """Without the triggers' absence, which every tampering here begins with."""
    return [problem for problem in verify(since, expected) if "missing triggers" not in problem]
