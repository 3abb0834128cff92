"""Screens tell what they show; what changed is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.tv.screens.models import Event, LastReport

MINUTE = timedelta(minutes=1)


def kinds(screen) -> list[str]:
    return list(screen.events.order_by("pk").values_list("kind", flat=True))


def test_a_screen_is_told_what_it_should_show(screen, alert):
    _row, report = screen()
    answer = report()
    assert answer.status_code == 200
    assert answer.json()["alerts"] == [alert.key]
    assert (answer.json()["channel"], answer.json()["edition"]) == ("prefecture", None)


def test_a_county_s_screen_is_not_told_of_another_county(screen, family, alert):
    alert_of_enshi = type(alert)(
        site_id=family.enshi.pk,
        areas=[family.enshi.pk],
        headline="恩施",
        event="雾",
        identifier="b",
        sender="x",
        sent=alert.sent,
        effective=alert.effective,
        expires=alert.expires,
    )
    alert_of_enshi.save()
    _lichuan, lichuan = screen()
    _enshi, enshi = screen("enshi", family.enshi)
    assert lichuan().json()["alerts"] == [alert.key]
    assert enshi().json()["alerts"] == [alert.key, alert_of_enshi.key]


def test_only_changes_are_kept(screen, alert, later):
    row, report = screen()
    for seconds in (0, 30, 60):
        later(timedelta(seconds=seconds))
        report()
    assert kinds(row) == ["edition"]
    report(alerts=[alert.key])
    report(alerts=[alert.key])
    assert kinds(row) == ["edition", "alert"]
    assert LastReport.objects.get().alerts == [alert.key]
    receipt = alert.receipts.get()
    assert (receipt.screen, receipt.kind) == (row, Event.Kind.ALERT)


def test_that_it_was_silent_is_kept_too(screen, later):
    row, report = screen()
    report()
    last = LastReport.objects.get().at
    later(10 * MINUTE)
    report(shown_at=timezone.now().isoformat())
    assert kinds(row) == ["edition", "back"]
    assert row.events.first().silent_since == last


@pytest.mark.parametrize(
    "told",
    [
        {"edition": 0},
        {"edition": -1},
        {"edition": 7},
        {"edition": 10**30},
        {"edition": "one"},
        {"alerts": ["nothing"]},
        {"alerts": ["0" * 32]},
        {"alerts": ["0" * 32] * 3 + [str(number) for number in range(60)]},
        {"shown_at": "2020-01-01T00:00:00+08:00"},
        {"shown_at": "2099-01-01T00:00:00+08:00"},
        {"shown_at": "2026-11-26T10:00:00"},
        {"shown_at": "now"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(screen, told):
    _row, report = screen()
    answer = report(**told)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert not Event.objects.exists()


def test_keys(screen):
    row, report = screen()
    assert report(key="yss_wrong").status_code == 401
    row.issue_key()
    assert report().status_code == 401
    row, report = screen("other")
    row.end()
    assert report().status_code == 410
    assert not LastReport.objects.exists()


def test_an_edition_of_the_channel(screen, edition):
    row, report = screen()
    assert report(edition=1).json()["edition"] == edition.number == 1
    assert row.events.get().edition == 1
    assert report(edition=2).status_code == 422


@pytest.mark.parametrize("path", ["/sites", "/items", "/changes", "/rundowns?channel=prefecture"])
def test_a_screen_reads_while_the_public_may_not_and_only_with_a_key_in_force(ask, screen, settings, path):
    settings.TV_PUBLIC_READ = False
    row, _report = screen()
    secret = row.issue_key()

    def status(key: str) -> int:
        return ask(path, Authorization=f"Bearer {key}").status_code

    assert (ask(path).status_code, status("yss_anything"), status("ysc_anything")) == (401, 401, 401)
    assert status(secret) == 200
    row.end()
    assert status(secret) == 401


def test_pictures_come_by_their_unguessable_names_while_the_public_may_not_read(ask, page, settings):
    settings.TV_PUBLIC_READ = False
    item = f"/items/news:{page.translation_key}"
    assert (ask(item).status_code, ask(f"{item}/qr.svg").status_code) == (401, 200)
