"""Who is written to, when, and that nobody is written to twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.users.models import UserProfile

from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def sent() -> list[tuple[str, str]]:
    """Recipient and subject of what was sent since the last call."""
    found = [(message.to[0].partition("@")[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


@pytest.fixture
def page(desk: Desk) -> Page:
    page = desk.draft(title="清江")
    desk.submit(page)
    return page


def pass_hours(hours: int) -> None:
    TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).update(
        started_at=timezone.now() - timedelta(hours=hours)
    )


def test_each_stage_writes_to_its_people_and_the_end_to_the_author(desk: Desk, page: Page):
    assert reverse("review_page", args=[page.pk]) in mail.outbox[0].body
    assert [who for who, _subject in sent()] == ["reviewer"]
    desk.decide(page, desk.reviewer)
    assert [who for who, _subject in sent()] == ["checker"]
    desk.decide(page, desk.checker)
    [(who, subject)] = sent()
    assert who == "editor" and "清江" in subject


def test_a_return_writes_to_the_author_with_the_comment(desk: Desk, page: Page):
    sent()
    desk.decide(page, desk.reviewer, "reject", "请核对日期")
    [message] = mail.outbox
    assert message.to == [desk.editor.email]
    assert "请核对日期" in message.body


def test_whoever_has_a_part_in_the_page_is_not_asked_to_review_it(desk: Desk):
    desk.editor.groups.add(*desk.reviewer.groups.all())
    desk.submit(desk.draft())
    assert [who for who, _subject in sent()] == ["reviewer"]


def test_reminders_come_at_half_time_and_when_due_each_once(desk: Desk, page: Page):
    sent()
    for hours, expected in [(1, 0), (13, 1), (14, 0), (25, 1), (30, 0)]:
        pass_hours(hours)
        call_command("remind_reviewers", verbosity=0)
        assert len(sent()) == expected, hours
    desk.decide(page, desk.reviewer)
    sent()
    call_command("remind_reviewers", verbosity=0)
    assert sent() == []


def test_who_wants_no_mail_gets_none(desk: Desk):
    profile = UserProfile.get_for_user(desk.reviewer)
    profile.submitted_notifications = False
    profile.save()
    desk.submit(desk.draft())
    assert sent() == []
