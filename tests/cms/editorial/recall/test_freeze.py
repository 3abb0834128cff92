"""Freeze: for a time nothing goes live; what takes away or warns still works, and what was scheduled comes later."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.core.release import shipped
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.recall.models import Freeze
from cms.editorial.recall.recalling import recall_page
from cms.editorial.urgent.releasing import release
from tests.factories.assessments import assess
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

HOUR = timedelta(hours=1)


def freeze(desk: Desk, site=None, **values) -> Freeze:
    values = {"ends_at": timezone.now() + HOUR, "reason": "静默"} | values
    return Freeze.objects.create(site_id=site and site.pk, by=desk.root, **values)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize(("where", "frozen"), [("all", True), ("lichuan", True), ("enshi", False)])
def test_what_is_approved_meanwhile_does_not_go_live_on_the_site(desk: Desk, where: str, frozen: bool):
    freeze(desk, None if where == "all" else getattr(desk.family, where))
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    if frozen:
        with pytest.raises(GateRefusal, match="静默"):
            desk.decide(page, desk.checker)
    else:
        desk.decide(page, desk.checker)
    assert is_live(page) != frozen


@pytest.mark.parametrize(
    "times",
    [
        {"starts_at": timezone.now() + HOUR, "ends_at": timezone.now() + 2 * HOUR},
        {"starts_at": timezone.now() - 2 * HOUR, "ends_at": timezone.now() - HOUR},
        {"lifted_at": timezone.now()},
    ],
)
def test_before_after_and_when_it_was_ended_nothing_is_frozen(desk: Desk, times: dict):
    freeze(desk, **times)
    page = desk.draft()
    desk.approve_all(page)
    assert is_live(page)


def test_what_was_scheduled_waits_for_the_end_and_then_goes_out_by_itself(desk: Desk, monkeypatch):
    page = desk.draft(go_live_at=timezone.now() + HOUR)
    desk.approve_all(page)
    order = freeze(desk, ends_at=timezone.now() + 3 * HOUR)
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(object_id=page.pk).exclude(approved_go_live_at=None).update(approved_go_live_at=past)
    call_command("publish_scheduled")
    assert not is_live(page)
    later = timezone.now() + 4 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not order.is_in_force
    call_command("publish_scheduled")
    assert is_live(page)


def test_scheduling_goes_on(desk: Desk):
    freeze(desk)
    page = desk.draft(go_live_at=timezone.now() + 2 * HOUR)
    desk.approve_all(page)
    assert Revision.objects.filter(object_id=page.pk).exclude(approved_go_live_at=None).exists()


def test_recalls_and_urgent_notices_still_work_and_are_confirmed(desk: Desk):
    page, draft = desk.live(), desk.draft()
    freeze(desk)
    recall_page(page, desk.reviewer, reason="error", explanation="写错了")
    assert not is_live(page)
    release(draft, desk.root, "洪水")
    assess(draft, desk.editor)
    assert is_live(draft)
    desk.decide(draft, desk.reviewer)
    desk.decide(draft, desk.checker)
    assert is_live(draft)


def test_every_screen_of_the_site_says_so_and_the_prefecture_ends_it(desk: Desk):
    order = freeze(desk, desk.family.lichuan, reason="国家公祭日")
    with shipped():
        page = desk.live()
    writer, root = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    writer.force_login(desk.editor)
    root.force_login(desk.root)
    for address in (reverse("wagtailadmin_home"), reverse("wagtailadmin_pages:edit", args=[page.pk])):
        assert "国家公祭日" in writer.get(address).content.decode()
    assert writer.get(reverse("freezes")).status_code != 200
    assert root.get(reverse("freezes")).status_code == 200
    root.post(reverse("freeze_lift", args=[order.pk]))
    assert "国家公祭日" not in writer.get(reverse("wagtailadmin_home")).content.decode()
    times = {"starts_at": "2026-01-01 08:00", "ends_at": f"{timezone.localtime() + HOUR:%Y-%m-%d %H:%M}"}
    root.post(reverse("freezes"), {"site": "", "reason": "演练", **times})
    assert not Freeze.objects.in_force().exists()
    times["starts_at"] = f"{timezone.localtime() - HOUR:%Y-%m-%d %H:%M}"
    root.post(reverse("freezes"), {"site": "", "reason": "演练", **times})
    assert Freeze.objects.in_force().get().reason == "演练"
