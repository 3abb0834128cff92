"""Alerts in the admin: who may do what, from the form to the all clear."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupSitePermission

from cms.tv.alerts.forms import starters
from cms.tv.alerts.models import Alert, CapSource, Check, Draft
from cms.tv.screens.models import Event, Screen
from tests.cms.tv.test_desk import client_of, somebody
from tests.cms.tv.two_steps import takes_two_steps


def warner(site, *others):
    """Somebody who may issue alerts for this site and the others."""
    person = somebody(site)
    permission = Permission.objects.get(content_type__app_label="tv_alerts", codename="add_alert")
    for one in (site, *others):
        GroupSitePermission.objects.create(group=person.groups.order_by("pk").last(), site=one, permission=permission)
    return person


@pytest.fixture
def client(places) -> Client:
    return client_of(warner(*places))


def form(site, *areas, **values) -> dict:
    until = timezone.localtime() + timedelta(hours=5)
    return starters()["rain"] | {
        "status": "Actual",
        "site": site.pk,
        "places": [one.pk for one in areas or (site,)],
        "expires": f"{until:%Y-%m-%d %H:%M}",
        "urgency": "Expected",
        "certainty": "Likely",
        **values,
    }


def test_from_the_form_to_the_all_clear(places, client, ask):
    assert "暴雨黄色预警" in client.get(reverse("tv_alert_new"), {"begin": "rain"}).content.decode()
    answer = client.post(reverse("tv_alert_new"), form(places.prefecture, places.lichuan, places.enshi))
    draft = Draft.objects.get()
    issue = reverse("tv_alert_issue", args=[draft.pk])
    assert answer["Location"] == issue
    assert "请减少外出" in client.get(issue).content.decode()
    assert not Alert.objects.exists()
    client.post(issue, {"reason": ""})
    assert not Alert.objects.exists()
    client.post(issue, {"reason": "气象台通知"})
    alert = Alert.objects.get()
    assert (alert.reason, alert.areas) == ("气象台通知", sorted([places.lichuan.pk, places.enshi.pk]))
    page = reverse("tv_alert", args=[alert.pk])
    assert "气象台通知" in client.get(page).content.decode()
    client.post(page, {"action": "update"})
    update = Draft.objects.get()
    changed = form(places.prefecture, headline="暴雨红色预警", severity="Extreme")
    client.post(reverse("tv_alert_draft", args=[update.pk]), changed)
    client.post(reverse("tv_alert_issue", args=[update.pk]), {"reason": "雨更大了"})
    assert [one["headline"] for one in ask("/alerts").json()["items"]] == ["暴雨红色预警"]
    newest = Alert.objects.first()
    client.post(reverse("tv_alert", args=[newest.pk]), {"action": "all_clear", "reason": "雨停了"})
    assert ask("/alerts").json()["items"] == []
    text = client.get(reverse("tv_alerts")).content.decode()
    assert "暴雨红色预警" in text
    for one in Alert.objects.all():
        assert client.get(reverse("tv_alert", args=[one.pk])).status_code == 200


def test_what_was_typed_as_the_ground_stays_when_it_cannot_be_issued(client, draft):
    over = draft(expires=timezone.now() - timedelta(minutes=1))
    answer = client.post(reverse("tv_alert_issue", args=[over.pk]), {"reason": "气象台通知"})
    assert answer.status_code == 200
    assert 'value="气象台通知"' in answer.content.decode()
    assert Draft.objects.get() == over


def test_who_updates_twice_comes_to_the_same_draft(client, issued, officer):
    alert = issued()
    page = reverse("tv_alert", args=[alert.pk])
    first, second = client.post(page, {"action": "update"}), client.post(page, {"action": "update"})
    assert first["Location"] == second["Location"]
    assert client_of(officer).post(page, {"action": "update"})["Location"] != first["Location"]
    client.post(reverse("tv_alert_issue", args=[Draft.objects.last().pk]), {"reason": "雨更大了"})
    newest = reverse("tv_alert", args=[Alert.objects.first().pk])
    assert client.post(newest, {"action": "update"})["Location"] != second["Location"]


def test_the_all_clear_and_the_end_of_a_draft_take_two_steps(client, issued, draft):
    text = client.get(reverse("tv_alert", args=[issued().pk])).content.decode()
    assert takes_two_steps(text, 'name="action" value="all_clear"')
    assert 'name="reason"' in text.partition('<details class="confirm">')[2]
    text = client.get(reverse("tv_alert_issue", args=[draft().pk])).content.decode()
    assert takes_two_steps(text, 'name="action" value="delete"')


def test_the_look_on_television_has_all_that_the_screen_will_show(client, draft):
    text = client.get(reverse("tv_alert_issue", args=[draft(status="Exercise").pk])).content.decode()
    screen = text.partition('class="tv-look tv-look--tv"')[2].partition("</figure>")[0]
    for words in ("演练 DRILL", "暴雨黄色预警", "未来三小时有强降雨。", "请远离河道。"):
        assert words in screen


def test_somebody_else_looks_at_it(places, client, issued):
    alert = issued()
    client.post(reverse("tv_alert", args=[alert.pk]), {"action": "check"})
    assert Check.objects.get().alert == alert


@pytest.mark.parametrize(("field", "mark", "longest"), [("headline", "【演练】", 60), ("headline_en", "[DRILL] ", 160)])
def test_the_mark_of_a_drill_counts(places, client, field, mark, longest):
    fits = "a" * (longest - len(mark))
    drill = form(places.prefecture, status="Exercise")
    answer = client.post(reverse("tv_alert_new"), drill | {field: fits + "b"}).content.decode()
    assert str(longest + 1) in answer and not Draft.objects.exists()
    client.post(reverse("tv_alert_new"), drill | {field: fits})
    assert getattr(Draft.objects.get(), field) == mark + fits


def test_a_drill_stays_one(places, client):
    client.post(reverse("tv_alert_new"), form(places.prefecture, status="Exercise"))
    draft = Draft.objects.get()
    client.post(reverse("tv_alert_draft", args=[draft.pk]), form(places.prefecture, status="Actual"))
    client.post(reverse("tv_alert_issue", args=[draft.pk]), {"reason": "季度演练"})
    assert Alert.objects.get().is_drill
    assert "演练 DRILL" in client.get(reverse("tv_alert", args=[Alert.objects.get().pk])).content.decode()


@pytest.mark.parametrize(
    "values", [{"headline": ""}, {"expires": ""}, {"expires": "2099-01-01 08:00"}, {"places": []}], ids=str
)
def test_what_is_missing_is_said_and_nothing_is_kept(places, client, values):
    answer = client.post(reverse("tv_alert_new"), form(places.prefecture) | values)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Draft.objects.exists()


def test_a_county_warns_its_own_places(places, draft, issued):
    client = client_of(warner(places.lichuan))
    client.post(reverse("tv_alert_new"), form(places.lichuan))
    assert Draft.objects.get().site_id == places.lichuan.pk
    for values in (form(places.enshi), form(places.lichuan, places.enshi), form(places.prefecture)):
        assert client.post(reverse("tv_alert_new"), values).status_code == 200
    assert Draft.objects.count() == 1
    foreign, theirs = draft(site=places.enshi), issued(site=places.enshi)
    for address in (
        reverse("tv_alert_draft", args=[foreign.pk]),
        reverse("tv_alert_issue", args=[foreign.pk]),
        reverse("tv_alert", args=[theirs.pk]),
    ):
        assert client.get(address).status_code == client.post(address, {"reason": "x"}).status_code == 404
    assert client.get(reverse("tv_alert_sources")).status_code == 404
    assert "暴雨黄色预警" in client.get(reverse("tv_alerts")).content.decode()


def test_who_has_no_right_sees_nothing(places):
    for site in (places.prefecture, places.lichuan):
        assert client_of(somebody(site)).get(reverse("tv_alerts")).status_code == 302


def test_which_screens_have_shown_it(places, client, issued, editions_channel):
    alert = issued()
    shown, silent, elsewhere = (
        Screen.objects.create(code=code, name=name, channel=editions_channel, digest=code, site_id=site.pk)
        for code, name, site in [
            ("a", "市民中心", places.lichuan),
            ("b", "车站大屏", places.lichuan),
            ("c", "州级大屏", places.prefecture),
        ]
    )
    now = timezone.now()
    Event.objects.create(screen=shown, kind="alert", alert=alert, shown_at=now, at=now)
    text = client.get(reverse("tv_alert", args=[alert.pk])).content.decode()
    assert "✓ 市民中心" in text
    assert "✗ 车站大屏" in text
    county = client.get(reverse("tv_alert", args=[issued(site=places.lichuan).pk])).content.decode()
    assert "车站大屏" in county
    assert "州级大屏" not in county


def test_a_sender_gets_a_key_and_loses_it(places):
    person = warner(places.prefecture)
    client = client_of(person)
    assert client.get(reverse("tv_alert_sources")).status_code == 302
    person.user_permissions.add(Permission.objects.get(codename="change_capsource"))
    values = {"name": "气象台", "sender": "weather.example", "site": places.prefecture.pk, "at_once": "on"}
    answer = client.post(reverse("tv_alert_sources"), values)
    assert answer.context["secret"].startswith("ysc_")
    source = CapSource.objects.get()
    assert source.at_once
    text = client.get(reverse("tv_alert_sources")).content.decode()
    assert takes_two_steps(text, f'name="end" value="{source.pk}"')
    client.post(reverse("tv_alert_sources"), {"end": source.pk})
    source.refresh_from_db()
    assert source.ended_at


def test_the_texts_to_begin_with_fit_the_form(places):
    for words in starters().values():
        draft = Draft(site_id=places.prefecture.pk, areas=[places.prefecture.pk], expires=timezone.now(), **words)
        draft.full_clean(exclude=["by", "source", "sent", "identifier", "replaces"])
