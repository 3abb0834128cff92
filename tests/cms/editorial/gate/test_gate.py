"""The way of a page through the gate, and everything that makes an approval worthless."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from wagtail.models import Page

from cms.core.release import Basis, shipped
from cms.editorial.gate.models import Approval, Clearance
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.gate.triggers import missing_triggers
from tests.factories.assessments import assess
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_a_page_goes_live_when_two_people_have_approved_it(desk: Desk):
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    assert not is_live(page)
    desk.decide(page, desk.checker)
    assert is_live(page)
    clearance = Clearance.objects.of(page).get()
    assert (clearance.basis, clearance.ended_at) == (Basis.APPROVED, None)
    assert list(Approval.objects.values_list("stage", "approver__username")) == [
        ("site", "reviewer"),
        ("confidentiality", "checker"),
    ]


@pytest.mark.parametrize("name", ["editor", "other", "checker", "root"])
def test_who_does_not_sit_at_the_stage_cannot_approve(desk: Desk, name: str):
    page = desk.draft()
    desk.submit(page)
    with pytest.raises(GateRefusal, match="不在这一环节"):
        desk.decide(page, getattr(desk, name))


@pytest.mark.parametrize("part", ["wrote it", "changed it last", "handed it in"])
def test_nobody_approves_what_they_have_worked_on(desk: Desk, part: str):
    page = desk.draft(desk.reviewer if part == "wrote it" else desk.editor)
    if part == "changed it last":
        page = desk.change(page, desk.reviewer, title="洞里的水")
    page = desk.change(page, desk.editor, title="水从洞里来")
    desk.submit(page, desk.reviewer if part == "handed it in" else desk.editor)
    with pytest.raises(GateRefusal, match="参与过本页的编辑"):
        desk.decide(page, desk.reviewer)


def test_nobody_takes_two_stages(desk: Desk):
    desk.reviewer.groups.add(*desk.checker.groups.all())
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    with pytest.raises(GateRefusal, match="已在其他环节通过"):
        desk.decide(page, desk.reviewer)
    assert not is_live(page)


def test_a_change_between_the_stages_makes_the_first_approval_worthless(desk: Desk):
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    desk.change(page, title="另一个标题")
    with pytest.raises(GateRefusal):
        desk.decide(page, desk.checker)
    assert not is_live(page)


def test_an_approved_change_of_a_live_page_replaces_what_readers_see(desk: Desk):
    page = desk.change(desk.live(), title="改过的标题")
    assert Page.objects.get(pk=page.pk).title != "改过的标题"
    desk.approve_all(page)
    assert Page.objects.get(pk=page.pk).title == "改过的标题"
    assert [(one.basis, one.ended_at is None) for one in Clearance.objects.of(page)] == [
        (Basis.SHIPPED, False),
        (Basis.APPROVED, True),
    ]


def test_what_was_taken_down_needs_new_approvals(desk: Desk):
    page = desk.draft()
    desk.approve_all(page)
    revision = Page.objects.get(pk=page.pk).live_revision
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert not Clearance.objects.of(page).open().exists()
    with pytest.raises(GateRefusal):
        revision.publish()
    assert not is_live(page)


def test_a_live_page_can_be_saved_again_as_it_is(desk: Desk):
    page = desk.live()
    page.save()
    Page.objects.get(pk=page.pk).save()
    assert is_live(page)


def test_a_rejected_page_comes_back_to_its_author_and_starts_over(desk: Desk):
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    desk.decide(page, desk.checker, "reject", "地名写错了")
    page = desk.change(page, title="改对了的地名")
    assess(page.get_latest_revision_as_object(), desk.editor)
    state = page.current_workflow_state
    state.resume(desk.editor)
    desk.decide(page, desk.reviewer)
    assert not is_live(page)
    desk.decide(page, desk.checker)
    assert is_live(page)


class TestDatabase:
    """What goes past Django."""

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE wagtailcore_page SET live = TRUE WHERE id = %s",
            "UPDATE wagtailcore_page SET live = TRUE, live_revision_id = latest_revision_id WHERE id = %s",
        ],
    )
    def test_a_draft_does_not_go_live_by_sql(self, desk: Desk, sql: str):
        page = desk.draft()
        with pytest.raises(IntegrityError, match="The gate"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [page.pk])
        assert not is_live(page)

    def test_a_draft_does_not_go_live_by_update(self, desk: Desk):
        page = desk.draft()
        with pytest.raises(IntegrityError, match="The gate"), transaction.atomic():
            Page.objects.filter(pk=page.pk).update(live=True)

    def test_a_live_page_does_not_get_another_live_revision_by_update(self, desk: Desk):
        page = desk.change(desk.live(), title="没有人看过")
        with pytest.raises(IntegrityError, match="The gate"), transaction.atomic():
            Page.objects.filter(pk=page.pk).update(live_revision_id=page.latest_revision_id)

    def test_no_clearance_is_written_by_hand_without_two_approvals(self, desk: Desk):
        page = desk.draft()
        with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
            Clearance.objects.create(
                translation_key=page.translation_key, locale=page.locale, fingerprint="0" * 65, basis=Basis.APPROVED
            )

    def test_approvals_and_ended_clearances_are_never_rewritten(self, desk: Desk):
        page = desk.draft()
        desk.approve_all(page)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            QuerySet(Approval).update(approver=desk.other)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            QuerySet(Clearance).filter(translation_key=page.translation_key).update(fingerprint="0" * 65)
        Clearance.objects.of(page).end()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Clearance.objects.of(page).update(ended_at=None)

    def test_a_deleted_page_takes_its_clearance_along(self, desk: Desk):
        page = desk.live()
        with shipped():
            page.delete()
        assert not Clearance.objects.of(page).open().exists()

    def test_every_trigger_is_there(self, db):
        assert missing_triggers(connection) == set()
