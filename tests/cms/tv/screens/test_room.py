"""The control room: who is in trouble, the worst first; and the register of screens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.tv.screens.models import Screen
from cms.tv.screens.watching import Level, in_words, watch
from tests.cms.tv.test_desk import client_of, somebody
from tests.cms.tv.two_steps import takes_two_steps

MINUTE = timedelta(minutes=1)


@pytest.fixture
def client(family) -> Client:
    return client_of(somebody(family.prefecture, "change_screen"))


@pytest.mark.parametrize(
    ("silence", "level"),
    [
        (2 * MINUTE, Level.GOOD),
        (4 * MINUTE, Level.WARNING),
        (59 * MINUTE, Level.WARNING),
        (61 * MINUTE, Level.BAD),
        (timedelta(days=3), Level.BAD),
    ],
    ids=str,
)
def test_contact_ages(screen, later, silence, level):
    _row, report = screen()
    report()
    later(silence)
    (row,) = watch(Screen.objects.all())
    assert row.contact.level == row.level == level


def test_the_worst_first(screen, later):
    screen("never")
    _late, report = screen("late")
    report()
    later(5 * MINUTE)
    _fine, report = screen("fine")
    report(shown_at=timezone.now().isoformat())
    assert [row.screen.code for row in watch(Screen.objects.all())] == ["never", "late", "fine"]


def test_an_older_edition_and_a_missing_alert_are_told(screen, edition, alert, later):
    _row, report = screen()
    report()
    (row,) = watch(Screen.objects.all())
    assert row.edition.level == Level.WARNING
    assert [finding.level for finding in row.alerts] == [Level.WARNING]
    later(3 * MINUTE)
    assert watch(Screen.objects.all())[0].alerts[0].level == Level.BAD
    report(edition=1, alerts=[alert.key], shown_at=timezone.now().isoformat())
    (row,) = watch(Screen.objects.all())
    assert row.level == Level.GOOD
    assert row.made_at == edition.made_at


def test_it_costs_the_same_for_many_screens(screen, alert, django_assert_max_num_queries):
    for number in range(8):
        screen(f"hall-{number}")[1]()
    screens = list(Screen.objects.select_related("channel"))
    with django_assert_max_num_queries(6):
        assert len(watch(screens)) == 8


@pytest.mark.parametrize(
    ("span", "words"), [(5 * MINUTE, "5"), (timedelta(hours=5), "5"), (timedelta(days=5), "5"), (47 * MINUTE, "47")]
)
def test_ages_are_in_words(span, words):
    assert in_words(span).startswith(words)


def test_the_room_shows_what_is_wrong_in_words_and_marks(screen, alert, client):
    screen(place="市民中心一楼")
    text = client.get(reverse("tv_screens")).content.decode()
    assert "市民中心一楼" in text
    assert "✗" in text
    assert "暴雨橙色预警" in text
    part = client.get(reverse("tv_screens"), {"part": "1"}).content.decode()
    assert "市民中心一楼" in part
    assert "<html" not in part


def test_it_is_filtered_by_site(screen, family, client):
    screen("here")
    screen("there", family.enshi)
    text = client.get(reverse("tv_screens"), {"site": family.enshi.pk}).content.decode()
    assert "大厅 there" in text
    assert "大厅 here" not in text


def test_a_screen_is_registered_gets_a_new_key_and_ends(family, channel, client):
    values = {"code": "hall-1", "name": "大厅", "place": "一楼", "channel": channel.pk, "site": family.lichuan.pk}
    answer = client.post(reverse("tv_screen_new"), values)
    first = answer.context["secret"]
    address = f"{family.lichuan.root_url}/tv/?channel={channel.code}#key={first}"
    assert f'value="{address}"' in answer.content.decode()
    screen = Screen.objects.get()
    assert screen.site_id == family.lichuan.pk
    address = reverse("tv_screen", args=[screen.pk])
    second = client.post(address, values | {"action": "key"}).context["secret"]
    assert first != second
    client.post(address, values | {"name": "一楼大厅"})
    screen.refresh_from_db()
    assert screen.name == "一楼大厅"
    client.post(address, {"action": "end"})
    assert not Screen.objects.registered().exists()
    assert client.get(address).status_code == 200
    client.post(address, {"action": "key"})
    was = screen.digest
    screen.refresh_from_db()
    assert screen.digest == was


def test_a_new_key_and_the_end_take_two_steps(screen, client):
    row, _report = screen()
    text = client.get(reverse("tv_screen", args=[row.pk])).content.decode()
    assert takes_two_steps(text, 'name="action" value="key"')
    assert takes_two_steps(text, 'name="action" value="end"')


def test_the_history_of_a_screen(screen, edition, alert, client):
    row, report = screen()
    report(edition=1, alerts=[alert.key])
    text = client.get(reverse("tv_screen", args=[row.pk])).content.decode()
    assert "暴雨橙色预警" in text


def test_nobody_else_gets_in(family):
    assert client_of(somebody(family.prefecture)).get(reverse("tv_screens")).status_code == 302
    assert client_of(somebody(family.lichuan, "change_screen")).get(reverse("tv_screens")).status_code == 404
