"""What the audit allows beyond other append-only tables: rows are sealed, and old ones go by pruning alone."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from cms.audit import chain
from cms.audit.models import Action, AuditEntry, AuditHead
from cms.audit.pruning import prune
from cms.audit.record import record
from cms.audit.verifying import Mark
from tests.cms.audit.tampering import make_chain, problems, run_sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET title = 'another' WHERE sequence = 2",
        "UPDATE audit_auditentry SET sequence = NULL WHERE sequence = 2",
        "DELETE FROM audit_auditentry WHERE sequence = 2",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_database_refuses_to_change_or_delete_sealed_rows(sql: str):
    make_chain(2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run_sql(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET title = 'another' WHERE sequence IS NULL",
        "UPDATE audit_auditentry SET title = 'another', sequence = 9 WHERE sequence IS NULL",
        "UPDATE audit_auditentry SET details = '{}', sequence = 9 WHERE sequence IS NULL",
        "DELETE FROM audit_auditentry WHERE sequence IS NULL",
    ],
)
def test_the_database_refuses_to_change_or_delete_rows_that_wait_to_be_sealed(sql: str):
    make_chain(1)
    record(Action.RAN, title="waits", details={"n": 1})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run_sql(sql)


def old_and_new() -> list[AuditEntry]:
    """Three old entries and two new ones, sealed."""
    old = timezone.now() - timedelta(days=500)
    for number in range(3):
        AuditEntry(action=Action.RAN, title=f"old {number}", origin="x", at=old).save()
    return make_chain(2)


def test_old_rows_go_and_the_rest_still_verifies():
    rows = old_and_new()
    assert prune() == 3
    assert list(AuditEntry.objects.order_by("sequence").values_list("sequence", "action")) == [
        (4, "ran"),
        (5, "ran"),
        (6, "pruned"),
    ]
    removal = AuditEntry.objects.get(action=Action.PRUNED)
    assert removal.details == {"sequence": 3, "hash": rows[2].hash, "count": 3, "older_than_days": 400}
    assert problems() == []
    make_chain(1)
    assert prune() == 0
    assert problems() == []


def test_removing_more_than_was_pruned_is_found():
    old_and_new()
    prune()
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql("DELETE FROM audit_auditentry WHERE sequence = 4")
    AuditHead.objects.update(pruned_sequence=4)
    run_sql("DELETE FROM audit_auditentry WHERE sequence = 4")
    assert problems()[0] == "The end of the chain (audit_audithead) was changed."


def test_a_row_that_was_pruned_cannot_be_expected_any_more():
    rows = old_and_new()
    prune()
    assert problems(expected=Mark(3, rows[2].hash)) == []
    assert "older than what was read" in problems(expected=Mark(2, rows[1].hash))[0]


def test_a_row_stays_as_long_as_an_older_link_is_young():
    AuditEntry(action=Action.RAN, title="young", origin="x").save()
    AuditEntry(action=Action.RAN, title="old", origin="x", at=timezone.now() - timedelta(days=500)).save()
    chain.seal()
    assert prune() == 0


@override_settings(AUDIT_KEEP_DAYS=182)
def test_less_than_six_months_is_refused():
    assert "audit.E001" in [error.id for error in run_checks()]
    with pytest.raises(ImproperlyConfigured, match="at least 183"):
        call_command("prune_audit")
