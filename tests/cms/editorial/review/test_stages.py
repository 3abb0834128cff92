"""The steps of a review that depend on the page: the text check needs no person, high risk the prefecture."""

import pytest
from django.core import mail
from wagtail.models import Page, TaskState, WorkflowState

from cms.editorial.gate.models import Approval
from cms.editorial.review.models import TextCheckState
from cms.editorial.review.submitting import submit
from cms.editorial.risk.choices import Level
from cms.editorial.texts.models import Severity, Term
from tests.factories.assessments import assess
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def steps(page: Page) -> list[tuple[str, str]]:
    states = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("pk")
    return [(state.task.name, state.status) for state in states]


@pytest.fixture
def refused_word(desk: Desk) -> str:
    Term.objects.create(term="全国第一", severity=Severity.REFUSE, site=desk.family.lichuan)
    return "全国第一"


def test_the_text_check_passes_by_itself_and_approves_nothing(desk: Desk):
    page = desk.draft()
    desk.submit(page)
    assert steps(page) == [("文字检查", "approved"), ("本级审核", "in_progress")]
    assert not Approval.objects.exists()


def test_what_must_not_be_published_goes_back_with_the_reason(desk: Desk, refused_word: str):
    page = desk.draft(title=f"{refused_word}的峡谷")
    desk.submit(page)
    state = WorkflowState.objects.get(object_id=str(page.pk))
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    check = TextCheckState.objects.get()
    assert refused_word in check.comment
    assert [finding.matched for finding in check.findings if finding.is_refusal] == [refused_word]
    assert mail.outbox == [] or all(message.to != [desk.reviewer.email] for message in mail.outbox)
    page = desk.change(page, title="峡谷")
    assess(page.get_latest_revision_as_object(), desk.editor)
    submit(page, desk.editor)
    assert steps(page)[-2:] == [("文字检查", "approved"), ("本级审核", "in_progress")]


def test_a_page_that_came_back_from_a_later_stage_begins_at_the_first_again(desk: Desk):
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    desk.decide(page, desk.checker, "reject", "请改")
    page = desk.change(page, title="改过了")
    assess(page.get_latest_revision_as_object(), desk.editor)
    submit(page, desk.editor)
    assert steps(page)[-2:] == [("文字检查", "approved"), ("本级审核", "in_progress")]


def test_at_high_risk_the_prefecture_is_asked_too(desk: Desk):
    page = desk.draft()
    desk.submit(page)
    assess(page.get_latest_revision_as_object(), desk.editor, Level.HIGH)
    desk.decide(page, desk.reviewer)
    desk.decide(page, desk.checker)
    assert not Page.objects.get(pk=page.pk).live
    desk.decide(page, desk.prefecture)
    assert Page.objects.get(pk=page.pk).live
