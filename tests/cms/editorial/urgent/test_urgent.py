"""The emergency path: out at once, confirmed by two others within a day, or off the web again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.core.release import Basis
from cms.editorial.gate.models import Clearance, UrgentRelease
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.gate.requirements import _requirements
from cms.editorial.recall.models import Recall
from cms.editorial.urgent.marking import is_urgent
from cms.editorial.urgent.releasing import put_out, release
from cms.sitewide.models import AlertBanner
from cms.users.models import User
from tests.factories.assessments import assess
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

NOTICE = {"title": "清江涨水", "summary": "请离开河边。", "text": "今晚水位上涨。\n\n请离开河边。", "reason": "洪水"}


@pytest.fixture
def officer(desk: Desk) -> User:
    """Of the prefecture, and nobody who sits at a stage."""
    person = desk.root.__class__.objects.create_user("officer", "officer@enshi.example", "long-and-secret")
    for name in ("access_admin", "add_urgentrelease"):
        person.user_permissions.add(Permission.objects.get(codename=name))
    return person


@pytest.fixture
def notice(desk: Desk, officer: User) -> Page:
    put_out(officer, [desk.family.lichuan], banner=True, **NOTICE)
    return Page.objects.get(title=NOTICE["title"])


def read(page: Page) -> str:
    return Client(SERVER_NAME="lichuan.localhost").get(page.specific.get_url_parts()[2]).content.decode()


def basis_of(page: Page) -> str | None:
    return Clearance.objects.of(page).open().values_list("basis", flat=True).first()


@pytest.fixture
def later(monkeypatch):
    """Moves the clock to so many hours after the test began."""
    began = timezone.now()
    return lambda hours: monkeypatch.setattr(timezone, "now", lambda: began + timedelta(hours=hours))


def test_it_is_public_at_once_with_a_mark_and_a_banner(desk: Desk, notice: Page):
    assert notice.live
    assert basis_of(notice) == Basis.URGENT
    text = read(notice)
    assert "tag--urgent" in text
    assert 'class="alert alert--urgent"' in text
    column = Client(SERVER_NAME="lichuan.localhost").get(desk.column.get_url_parts()[2]).content.decode()
    assert "tag--urgent" in column


@pytest.mark.parametrize("name", ["editor", "reviewer", "prefecture"])
def test_nobody_else_may(desk: Desk, name: str):
    with pytest.raises(PermissionDenied):
        put_out(getattr(desk, name), [desk.family.lichuan], **NOTICE)
    assert not Page.objects.filter(title=NOTICE["title"]).exists()


def test_two_others_confirm_it_and_the_mark_goes(desk: Desk, notice: Page, later):
    assess(notice.specific, desk.editor)
    desk.decide(notice, desk.reviewer)
    assert basis_of(notice) == Basis.URGENT
    desk.decide(notice, desk.checker)
    assert basis_of(notice) == Basis.APPROVED
    assert UrgentRelease.objects.get().confirmed_at
    assert not is_urgent(notice)
    later(25)
    call_command("withdraw_unconfirmed")
    assert Page.objects.get(pk=notice.pk).live


def test_who_put_it_out_or_wrote_it_does_not_confirm_it(desk: Desk, officer: User):
    page = desk.draft(desk.reviewer)
    officer.groups.add(*desk.checker.groups.all())
    release(page, officer, "洪水")
    with pytest.raises(GateRefusal, match="参与过本页的编辑"):
        desk.decide(page, desk.reviewer)
    desk.reviewer.groups.clear()
    officer.groups.add(*desk.prefecture.groups.all())
    assert basis_of(page) == Basis.URGENT


def test_the_day_after_it_is_gone_and_nothing_brings_it_back_without_approvals(desk: Desk, notice: Page, later):
    written = []
    for hours in (1, 11, 13, 14, 21, 23):
        later(hours)
        call_command("withdraw_unconfirmed")
        # Beside those that Wagtail sends when something is handed in.
        sent = [message.to[0] for message in mail.outbox if NOTICE["reason"] in message.body]
        written.append(len(sent))
    people = set(sent)
    assert people == {person.email for person in (desk.reviewer, desk.checker, desk.prefecture)}
    assert [count // len(people) for count in written] == [1, 1, 2, 2, 3, 3]
    assert Page.objects.get(pk=notice.pk).live
    later(24.1)
    call_command("withdraw_unconfirmed")
    call_command("withdraw_unconfirmed")
    assert not Page.objects.get(pk=notice.pk).live
    assert Recall.objects.get().reason == "unconfirmed"
    assert not AlertBanner.objects.effective().exists()
    assert "水位" not in read(notice)
    with pytest.raises(GateRefusal):
        Page.objects.get(pk=notice.pk).latest_revision.publish()


def test_what_is_refused_even_in_an_emergency_leaves_nothing(desk: Desk, officer: User, monkeypatch):
    monkeypatch.setattr(
        "cms.editorial.gate.requirements._requirements", [*_requirements, lambda page, basis: ["身份证号"]]
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(desk.root)
    answer = client.post(reverse("urgent_new"), NOTICE | {"sites": [desk.family.lichuan.pk]})
    assert "身份证号" in answer.content.decode()
    assert not Page.objects.filter(title=NOTICE["title"]).exists()
    assert not UrgentRelease.objects.exists()


def test_the_screens_put_it_out_in_two_requests(desk: Desk):
    client = Client(SERVER_NAME="localhost")
    client.force_login(desk.root)
    assert client.get(reverse("urgent_new")).status_code == 200
    sites = [desk.family.lichuan.pk]
    answer = client.post(reverse("urgent_new"), NOTICE | {"sites": sites, "banner": "on"}, follow=True)
    assert NOTICE["title"] in answer.content.decode()
    page = Page.objects.get(title=NOTICE["title"])
    assert "officer" not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    draft = desk.draft()
    assert client.get(reverse("urgent_release", args=[draft.pk])).status_code == 200
    client.post(reverse("urgent_release", args=[draft.pk]), {"reason": "停水"})
    assert Page.objects.get(pk=draft.pk).live
