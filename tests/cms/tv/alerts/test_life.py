"""Issued, updated, ended, over: who sees an alert, when, and before which others."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import Site

from cms.audit.append_only import AppendOnlyError
from cms.tv.alerts.issuing import all_clear, confirm, draft_update, issue
from cms.tv.alerts.models import Alert, Check, Draft
from cms.tv.screens.models import Screen
from cms.tv.screens.reporting import due_alerts
from tests.factories.users import UserFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def headlines(ask):
    return lambda site="", **asked: [
        alert["headline"] for alert in ask(f"/alerts?{f'site={site}' if site else ''}").json()["items"]
    ]


def test_an_alert_is_there_as_soon_as_it_is_issued_and_gone_with_the_all_clear(draft, officer, headlines):
    alert = issue(draft(), officer, "气象台通知")
    assert not Draft.objects.exists()
    assert headlines() == ["暴雨黄色预警"]
    all_clear(alert, officer)
    assert headlines() == []
    assert alert.state == "Ended by an all clear" or "解除" in alert.state


def test_the_answer_has_another_tag_at_once(live, draft, officer, ask):
    live()
    before = ask("/alerts")
    assert ask("/alerts", if_none_match=before["ETag"]).status_code == 304
    issue(draft(), officer)
    after = ask("/alerts", if_none_match=before["ETag"])
    assert after.status_code == 200
    assert len(after.json()["items"]) == 1
    assert "max-age=30" in after["Cache-Control"]


def test_an_update_takes_the_place_of_the_old_one_when_it_begins(issued, officer, headlines, later):
    alert = issued()
    update = draft_update(alert, officer)
    update.headline, update.effective = "暴雨红色预警", timezone.now() + HOUR
    new = issue(update, officer)
    assert headlines() == ["暴雨黄色预警"]
    later(2 * HOUR)
    assert headlines() == ["暴雨红色预警"]
    assert [old.pk for old in new.replaced] == [alert.pk]


def test_the_all_clear_ends_an_update_that_has_not_begun_too(issued, officer, headlines, later):
    alert = issued()
    update = draft_update(alert, officer)
    update.effective = timezone.now() + HOUR
    issue(update, officer)
    all_clear(alert, officer)
    assert headlines() == []
    later(2 * HOUR)
    assert headlines() == []


def test_two_people_do_not_update_the_same_alert(issued, officer):
    alert = issued()
    first, second = draft_update(alert, officer), draft_update(alert, officer)
    issue(first, officer)
    with pytest.raises(ValidationError):
        issue(second, officer)
    with pytest.raises(ValidationError):
        all_clear(alert, officer) and all_clear(alert, officer)


@pytest.mark.parametrize(("after", "shown"), [(timedelta(hours=5, minutes=59), 1), (timedelta(hours=6, seconds=1), 0)])
def test_the_clock_ends_it(issued, headlines, later, after, shown):
    issued()
    later(after)
    assert len(headlines()) == shown


def test_it_begins_by_the_clock(issued, headlines, later):
    issued(effective=timezone.now() + HOUR)
    assert headlines() == []
    later(HOUR * 1.5)
    assert headlines() == ["暴雨黄色预警"]


@pytest.mark.parametrize("span", [timedelta(hours=73), timedelta(minutes=-1)])
def test_it_ends_within_three_days(issued, span):
    with pytest.raises(ValidationError):
        issued(expires=timezone.now() + span)
    assert not Alert.objects.exists()


def test_what_was_announced_for_days_ahead_is_cleared_at_once(issued, officer, headlines, later):
    alert = issued(effective=timezone.now() + 48 * HOUR, expires=timezone.now() + 110 * HOUR)
    all_clear(alert, officer)
    later(50 * HOUR)
    assert headlines() == []


@pytest.mark.parametrize("default", [True, False])
def test_the_prefecture_first_then_the_gravest_then_the_newest(issued, places, headlines, default):
    """Also where no site is Wagtail's default."""
    places.prefecture.is_default_site = default
    places.prefecture.save()
    issued(site=places.lichuan, headline="利川红", severity="Extreme")
    issued(headline="全州蓝", severity="Minor")
    issued(headline="全州橙", severity="Severe")
    issued(headline="全州橙二", severity="Severe", sent=timezone.now().replace(microsecond=0) + HOUR / 60)
    issued(site=places.enshi, headline="恩施黄")
    assert headlines() == ["全州橙二", "全州橙", "全州蓝", "利川红", "恩施黄"]
    assert headlines("lichuan.localhost") == headlines("422802") == ["全州橙二", "全州橙", "全州蓝", "利川红"]


def test_the_prefecture_warns_one_county(issued, places, ask, headlines):
    issued(areas=[places.lichuan.pk])
    assert headlines("422801") == []
    assert headlines("422802") == headlines("422800") == ["暴雨黄色预警"]
    (alert,) = ask("/alerts?site=422802").json()["items"]
    assert alert["of_prefecture"] is True
    assert {site["code"] for site in alert["sites"]} == {"422800", "422802"}


def test_a_screen_owes_exactly_what_the_interface_answers_for_its_site(issued, places, headlines):
    """A county's own alert is not the prefecture's; one that the prefecture issues for a county is."""
    issued(site=places.lichuan, headline="利川红", severity="Extreme")
    issued(headline="全州蓝", severity="Minor")
    issued(headline="州发利川", areas=[places.lichuan.pk])
    sites = list(Site.objects.select_related("root_page"))
    for site in sites:
        owed = due_alerts(Screen(site_id=site.pk), Alert.objects.in_force(), sites)
        assert headlines(site.hostname) == [alert.headline for alert in owed]
    assert headlines(places.prefecture.hostname) == ["州发利川", "全州蓝"]
    assert headlines(places.lichuan.hostname) == ["州发利川", "全州蓝", "利川红"]
    assert headlines(places.enshi.hostname) == ["全州蓝"]


def test_each_language_or_chinese(issued, ask):
    issued(headline_en="Heavy rain", event_en="Rain")
    issued(headline="晨雾预警")
    english = ask("/alerts?locale=en").json()["items"]
    assert {(alert["headline"], alert["locale"]) for alert in english} == {
        ("Heavy rain", "en"),
        ("晨雾预警", "zh-hans"),
    }
    assert ask("/alerts?locale=zh-hant").json()["items"][0]["headline"] == "晨霧預警"


def test_what_is_over_has_no_answer_but_its_message_stays(issued, officer, ask):
    alert = issued()
    assert ask(f"/alerts/{alert.key}").json()["alert"]["id"] == alert.key
    all_clear(alert, officer)
    assert ask(f"/alerts/{alert.key}").status_code == 404
    assert ask(f"/alerts/{alert.key}/cap.xml").status_code == 200
    assert ask("/alerts/nothing").status_code == ask("/alerts/nothing/cap.xml").status_code == 404


@pytest.mark.parametrize("query", ["colour=red", "site=nowhere.example", "locale=fr"])
def test_what_cannot_be_asked_is_refused(places, ask, query):
    assert ask(f"/alerts?{query}").status_code == 422


class TestDrill:
    def test_says_so_wherever_it_goes(self, issued, ask):
        issued(status="Exercise", headline_en="Flood")
        (chinese,), (english,) = (ask(f"/alerts?locale={code}").json()["items"] for code in ("zh-hans", "en"))
        assert chinese["drill"] is True
        assert chinese["headline"] == "【演练】暴雨黄色预警"
        assert english["headline"] == "[DRILL] Flood"

    def test_a_draft_never_becomes_an_actual_one(self, draft):
        waiting = draft(status="Exercise")
        waiting.status = "Actual"
        with pytest.raises(ValidationError):
            waiting.save()

    def test_nor_does_an_update_of_a_drill(self, issued, officer):
        update = draft_update(issued(status="Exercise"), officer)
        Draft.objects.filter(pk=update.pk).update(status="Actual")
        update.refresh_from_db()
        with pytest.raises(ValidationError):
            issue(update, officer)

    def test_an_actual_alert_never_says_that_it_is_a_drill(self, issued):
        assert issued(headline="【演练】洪水").headline == "洪水"


def test_what_was_issued_stays_as_it_was(issued):
    alert = issued(status="Exercise")
    alert.status = "Actual"
    with pytest.raises(AppendOnlyError):
        alert.save()
    with pytest.raises(AppendOnlyError):
        Alert.objects.filter(pk=alert.pk).update(status="Actual")
    with pytest.raises(DatabaseError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk)._raw_delete("default")


def test_somebody_else_looks_at_it_afterwards(issued, officer):
    alert = issued()
    with pytest.raises(PermissionDenied):
        confirm(alert, officer)
    colleague = UserFactory(is_superuser=True)
    confirm(alert, colleague)
    confirm(alert, UserFactory(is_superuser=True))
    assert Check.objects.get().by == colleague


def test_not_even_an_alert_shows_personal_data(issued):
    with pytest.raises(ValidationError):
        issued(description="失联人员身份证号 11010519491231002X。")
    assert not Alert.objects.exists()


@pytest.mark.parametrize("locale, name", [("zh-hans", "利川市"), ("en", "Lichuan")])
def test_people_read_who_has_issued_it(issued, places, ask, locale, name):
    issued(site=places.lichuan)
    assert [one["sender_name"] for one in ask(f"/alerts?locale={locale}").json()["items"]] == [name]
