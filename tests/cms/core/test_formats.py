"""Dates, numbers and measures as readers of each language write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation

from cms.core import formats

SUNDAY = date(2026, 11, 22)
MORNING = datetime(2026, 11, 22, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "english", "simplified", "traditional"),
    [
        (lambda: formats.day(SUNDAY), "22 November 2026", "2026年11月22日", "2026年11月22日"),
        (lambda: formats.day_of_year(date(2026, 3, 1)), "1 March", "3月1日", "3月1日"),
        (lambda: formats.month(SUNDAY), "November 2026", "2026年11月", "2026年11月"),
        (lambda: formats.moment(MORNING), "22 November 2026, 09:05", "2026-11-22 09:05", "2026-11-22 09:05"),
        (lambda: formats.short_moment(MORNING), "22 Nov, 09:05", "11-22 09:05", "11-22 09:05"),
        (lambda: formats.weekday(SUNDAY), "Sunday", "星期日", "星期日"),
        (lambda: formats.short_weekday(SUNDAY), "Sun", "周日", "週日"),
        (lambda: formats.number(1234), "1,234", "1234", "1234"),
        (lambda: formats.number(1234567), "1,234,567", "1234567", "1234567"),
        (lambda: formats.number(Decimal("59.8")), "59.8", "59.8", "59.8"),
        (lambda: formats.number(Decimal("12.0")), "12", "12", "12"),
        (lambda: formats.price(Decimal("80.00")), "RMB 80", "80 元", "80 元"),
        (lambda: formats.price(Decimal("1080.5")), "RMB 1,080.50", "1080.50 元", "1080.50 元"),
        (lambda: formats.distance(12.4), "12 km", "12 公里", "12 公里"),
        (lambda: formats.distance(3.4), "3.4 km", "3.4 公里", "3.4 公里"),
        (lambda: formats.distance(0.3), "300 m", "300 米", "300 公尺"),
        (lambda: formats.duration(Decimal("1.0")), "1 hour", "1 小时", "1 小時"),
        (lambda: formats.duration(Decimal("1.5")), "1.5 hours", "1.5 小时", "1.5 小時"),
        (lambda: formats.duration(2), "2 hours", "2 小时", "2 小時"),
        (lambda: formats.duration(Decimal("0.5")), "30 minutes", "30 分钟", "30 分鐘"),
        (lambda: formats.durations(Decimal("2.0"), Decimal("3.0")), "2–3 hours", "2–3 小时", "2–3 小時"),
        (lambda: formats.durations(Decimal("1"), Decimal("1.0")), "1 hour", "1 小时", "1 小時"),
        (
            lambda: formats.durations(Decimal("0.5"), 1),
            "30 minutes to 1 hour",
            "30 分钟 至 1 小时",
            "30 分鐘 至 1 小時",
        ),
        (lambda: formats.listed(["a", "b", "c"]), "a, b, c", "a、b、c", "a、b、c"),
        (lambda: formats.phone("0718-8XXXXXX"), "+86 718 8XXXXXX", "0718-8XXXXXX", "+86 718 8XXXXXX"),
        (lambda: formats.phone("12345"), "12345", "12345", "12345"),
        (lambda: filesizeformat(1_300_000).replace("\xa0", " "), "1.2 MB", "1.2 MB", "1.2 MB"),
    ],
)
def test_every_language_writes_it_in_its_own_way(write, english, simplified, traditional):
    found = {}
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            found[language] = write()
    assert found == {"en": english, "zh-hans": simplified, "zh-hant": traditional}


def test_the_clock_is_the_same_in_every_language():
    assert formats.clock(time(8, 5)) == "8:05"


def test_a_moment_is_told_in_the_sites_time_zone():
    last_evening_in_london = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    with translation.override("en"):
        assert formats.day(last_evening_in_london) == "23 November 2026"


@pytest.mark.parametrize(
    ("day", "english", "simplified"),
    [
        (date(2026, 11, 21), "", ""),
        (date(2026, 11, 22), "today", "今天"),
        (date(2026, 11, 23), "tomorrow", "明天"),
        (date(2026, 12, 4), "in 12 days", "还有 12 天"),
    ],
)
def test_days_ahead_are_counted_from_today_here(monkeypatch, day, english, simplified):
    # Already the 22nd in Enshi, still the 21st in Greenwich.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 18, 0, tzinfo=UTC))
    with translation.override("en"):
        assert formats.days_ahead(day) == english
    with translation.override("zh-hans"):
        assert formats.days_ahead(day) == simplified


def test_what_is_not_known_is_left_empty():
    assert (formats.day(None), formats.moment(None), formats.number(None)) == ("", "", "")


def test_templates_have_them_as_filters():
    template = Template("{% load formats %}{{ from|durations:to }}, {{ cost|price }}, {{ days|listed }}")
    with translation.override("en"):
        assert template.render(Context({"from": 2, "to": 3, "cost": 80, "days": ["Mon", "Tue"]})) == (
            "2–3 hours, RMB 80, Mon, Tue"
        )
