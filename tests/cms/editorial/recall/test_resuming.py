"""The certificate is completed although the worker that was asking was killed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.editorial.recall.models import Recall
from cms.editorial.recall.recalling import recall_page
from cms.editorial.recall.tasks import PATIENCE, SILENCE, ask_channels, forgotten
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

SECOND = timedelta(seconds=1)


@pytest.fixture
def begun(desk: Desk, monkeypatch) -> Recall:
    """Recalled, and nobody has asked yet: the transaction of the test does not commit."""
    made = recall_page(desk.live(), desk.reviewer, reason="error", explanation="写错了")
    later(monkeypatch, SILENCE + SECOND)
    return made


def later(monkeypatch, time: timedelta) -> None:
    now = timezone.now() + time
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_who_was_killed_at_it_is_replaced(begun: Recall, capsys):
    call_command("resume_recalls")
    assert not begun.channels.filter(gone_at=None).exists()
    assert str(begun) in capsys.readouterr().out
    call_command("resume_recalls")
    assert capsys.readouterr().out == ""


def test_who_is_still_asking_is_left_alone(begun: Recall, monkeypatch):
    first = begun.channels.first()
    first.asked_at = timezone.now()
    first.save()
    assert not forgotten().exists()
    later(monkeypatch, SILENCE + SECOND)
    assert list(forgotten()) == [begun]


def test_a_complete_one_and_an_old_one_are_left_alone(begun: Recall, monkeypatch):
    assert list(forgotten()) == [begun]
    later(monkeypatch, PATIENCE)
    assert not forgotten().exists()
    ask_channels.enqueue(begun.pk)
    later(monkeypatch, SILENCE + SECOND)
    assert not forgotten().exists()
