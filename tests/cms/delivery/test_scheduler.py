"""Scheduled publishing really happens, and goes on when something fails."""

import signal
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Revision

from cms.delivery.management.commands import run_scheduler
from tests.cms.delivery.nested_sites import INNER
from tests.factories.pages import NewsPageFactory


@pytest.fixture
def scheduled(sites):
    """A page that is to go live in an hour."""
    page = NewsPageFactory(parent=sites.county_column, slug="later", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def pass_time(page):
    """The hour is over: the moment set in the editor lies behind us."""
    revision = Revision.objects.get(object_id=str(page.pk), approved_go_live_at__isnull=False)
    moment = timezone.now() - timedelta(seconds=1)
    revision.approved_go_live_at = moment
    revision.content["go_live_at"] = moment.isoformat()
    revision.save()


def test_a_page_goes_live_when_its_time_has_come_and_not_before(sites, scheduled, client):
    call_command("run_scheduler", once=True)
    assert client.get("/news/later/", headers={"host": INNER}).status_code == 404

    pass_time(scheduled)
    call_command("run_scheduler", once=True)
    assert client.get("/news/later/", headers={"host": INNER}).status_code == 200
    assert "/news/later/" in client.get("/feed.xml", headers={"host": INNER}).content.decode()


def test_a_page_goes_offline_when_its_end_has_come(sites, client):
    sites.county_story.expire_at = timezone.now() - timedelta(seconds=1)
    sites.county_story.save()
    call_command("run_scheduler", once=True)
    assert client.get("/news/mist/", headers={"host": INNER}).status_code == 404


def test_one_page_that_cannot_be_published_does_not_hold_up_the_others(sites, scheduled, monkeypatch, caplog):
    broken = NewsPageFactory(parent=sites.county_column, slug="broken", live=False)
    broken.go_live_at = timezone.now() + timedelta(hours=1)
    broken.save_revision().publish()
    pass_time(broken)
    pass_time(scheduled)
    publish = Revision.publish

    def fail_for_one(self, **kwargs):
        if self.object_id == str(broken.pk):
            raise RuntimeError("no disk space")
        publish(self, **kwargs)

    monkeypatch.setattr(Revision, "publish", fail_for_one)
    with pytest.raises(CommandError, match="1 scheduled changes failed"):
        call_command("publish_scheduled")
    scheduled.refresh_from_db()
    assert scheduled.live
    assert "no disk space" in caplog.text


def test_a_failing_run_is_logged_and_the_next_one_comes(monkeypatch, caplog):
    runs = []
    expected = [*run_scheduler.OFTEN, *run_scheduler.DAILY, *run_scheduler.OFTEN]

    def fail(command, **options):
        runs.append(command)
        if len(runs) == len(expected):
            # What Ctrl-C and a container's stop do.
            signal.raise_signal(signal.SIGTERM)
        raise RuntimeError(f"{command} is broken")

    monkeypatch.setattr(run_scheduler, "call_command", fail)
    monkeypatch.setattr(run_scheduler, "close_old_connections", lambda: None)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        call_command("run_scheduler", interval=0.01)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert runs == expected
    assert {"publish_scheduled", "seal_audit"} <= set(run_scheduler.OFTEN)
    assert "publish_scheduled is broken" in caplog.text
    assert "prune_db_task_results is broken" in caplog.text
