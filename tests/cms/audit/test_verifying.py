"""Whoever changes the audit behind its back is found."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from cms.audit import chain
from cms.audit.models import Action, AuditEntry, AuditHead
from cms.audit.record import record
from cms.audit.verifying import Mark, head_mark, verify
from tests.cms.audit.tampering import make_chain, problems, run_sql, tamper, without_triggers

pytestmark = pytest.mark.django_db


def test_an_untouched_chain_has_no_problems():
    make_chain(5)
    assert list(verify()) == []
    assert head_mark().sequence == 5


@pytest.mark.parametrize(
    "column, value",
    [
        ("title", "another"),
        ("actor_name", "somebody else"),
        ("actor_id", 99),
        ("address", "203.0.113.1"),
        ("action", "deleted"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("site_id", 99),
        ("details", '{"number": 4}'),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_field_is_found_in_its_row(column: str, value: object):
    make_chain(5)
    tamper(f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = 3", value)  # noqa: S608
    assert problems()[0].startswith("Row 3 ")


def test_a_row_removed_in_the_middle_is_found_by_its_number():
    make_chain(5)
    tamper("DELETE FROM audit_auditentry WHERE sequence = 3")
    assert problems() == ["Rows 3 to 3 are missing."]


def test_a_removed_row_is_found_although_the_others_were_numbered_anew():
    make_chain(5)
    tamper("DELETE FROM audit_auditentry WHERE sequence = 3")
    run_sql("UPDATE audit_auditentry SET sequence = 3 WHERE sequence = 4")
    run_sql("UPDATE audit_auditentry SET sequence = 4 WHERE sequence = 5")
    found = problems()
    assert found[0].startswith("Row 3 ")
    assert found[-1] == "Rows 5 to 5 at the end are missing."


def test_swapped_rows_are_both_found():
    make_chain(5)
    tamper("UPDATE audit_auditentry SET sequence = 99 WHERE sequence = 2")
    run_sql("UPDATE audit_auditentry SET sequence = 2 WHERE sequence = 4")
    run_sql("UPDATE audit_auditentry SET sequence = 4 WHERE sequence = 99")
    assert [problem.split(" (")[0] for problem in problems()][:2] == ["Row 2", "Row 3"]
    assert any(problem.startswith("Row 4 ") for problem in problems())


def test_an_inserted_row_is_found_in_front_and_behind_the_end():
    rows = make_chain(5)
    without_triggers()
    forged = AuditEntry(action=Action.RAN, title="never happened", origin="x", key_id=rows[0].key_id, hash="f" * 64)
    forged.sequence = 6
    forged.save()
    found = problems()
    assert found[0].startswith("Row 6 ")
    assert found[1] == "Rows 6 to 6 were added behind the end of the chain."


def test_a_row_cut_off_at_the_end_is_found():
    make_chain(5)
    tamper("DELETE FROM audit_auditentry WHERE sequence = 5")
    assert problems() == ["Rows 5 to 5 at the end are missing."]


def test_setting_the_end_back_as_well_does_not_hide_it():
    rows = make_chain(5)
    tamper("DELETE FROM audit_auditentry WHERE sequence = 5")
    AuditHead.objects.update(sequence=4, hash=rows[3].hash)
    assert problems() == ["The end of the chain (audit_audithead) was changed."]


def test_an_old_end_put_back_whole_is_found_with_an_end_written_down_elsewhere():
    make_chain(4)
    old_head = AuditHead.objects.get()
    record(Action.RAN, title="to be hidden")
    chain.seal()
    written_down = head_mark()
    tamper("DELETE FROM audit_auditentry WHERE sequence = 5")
    old_head.save()
    assert problems() == []
    assert problems(expected=written_down) == ["Rows 5 to 5 at the end are missing: the expected row is not there."]


def test_an_end_written_down_elsewhere_fits_its_row_for_ever():
    written_down = Mark(2, make_chain(2)[1].hash)
    record(Action.RAN, title="later")
    chain.seal()
    assert problems(expected=written_down) == []
    assert problems(expected=Mark(2, "0" * 64))[0].startswith("Row 2 is not the expected one")


def test_removing_the_end_is_found():
    make_chain(3)
    AuditHead.objects.all().delete()
    assert "The end of the chain (audit_audithead) is missing." in problems()


@pytest.mark.parametrize("harm", ["UPDATE audit_audithead SET sequence = 2", "DELETE FROM audit_audithead"])
def test_sealing_goes_on_after_a_harmed_end_and_keeps_the_evidence(harm: str):
    make_chain(3)
    run_sql(harm)
    record(Action.RAN, title="after the harm")
    chain.seal()
    found = problems()
    assert len(found) == 1
    assert found[0].startswith("Row 4 records that the end of the chain had been tampered with")
    assert AuditEntry.objects.get(sequence=5).title == "after the harm"
    assert problems(since=4) == []


def test_missing_triggers_are_found():
    make_chain(1)
    without_triggers()
    assert "The database does not refuse changes any more" in " ".join(verify())


def test_rows_that_nobody_seals_are_found_after_a_minute():
    record(Action.RAN, title="new")
    assert problems() == []
    AuditEntry(action=Action.RAN, title="old", origin="x", at=timezone.now() - timedelta(minutes=2)).save()
    assert problems() == ["1 rows older than a minute are not sealed yet: is the scheduler running?"]


def test_a_new_key_signs_and_the_old_one_still_verifies():
    with override_settings(AUDIT_KEYS=["old"]):
        make_chain(2)
    with override_settings(AUDIT_KEYS=["new", "old"]):
        record(Action.RAN, title="later")
        chain.seal()
        assert problems() == []
        assert len(set(AuditEntry.objects.values_list("key_id", flat=True))) == 2
    with override_settings(AUDIT_KEYS=["new"]):
        assert "is signed with the key" in problems()[0]


def test_another_key_cannot_sign_for_the_installation_s():
    with override_settings(AUDIT_KEYS=["of somebody with only the database"]):
        make_chain(2)
    assert len(problems()) == 3


def test_the_command_ends_with_1_and_says_which_row(capsys):
    make_chain(3)
    call_command("verify_audit")
    printed = capsys.readouterr().out
    assert f"End of the chain: {head_mark()}" in printed
    tamper("UPDATE audit_auditentry SET title = 'another' WHERE sequence = 2")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 1
    assert "Row 2 (" in capsys.readouterr().err


def test_the_command_takes_the_end_as_it_prints_it(capsys):
    make_chain(3)
    call_command("verify_audit", "--expect", str(head_mark()))
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--expect", f"9:{'0' * 64}")
    assert "Rows 4 to 9 at the end are missing" in capsys.readouterr().err
