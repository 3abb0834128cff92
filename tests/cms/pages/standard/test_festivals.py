"""Festivals on a home page: each with the day on which it comes next."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.pages.standard.festivals import FestivalBlock, FestivalsBlock, next_date
from tests.factories.pages import HomePageFactory

BLOCK = FestivalsBlock()
BLOCK.set_name("festivals")


def festival(name: str = "女儿会", calendar: str = "lunar", month: int = 7, day: int = 12, **others) -> dict:
    texts = {"place": "", "note": "", "page": None, **others}
    return {"name": name, "calendar": calendar, "month": month, "day": day, **texts}


def rendered(*festivals: dict) -> str:
    value = BLOCK.to_python({"title": "岁时节日", "intro": "", "festivals": list(festivals)})
    return BLOCK.render(value)


def words(html: str) -> list[str]:
    return re.sub(r"\s{2,}", "\n", strip_tags(html)).split("\n")


@pytest.fixture
def late_november(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 22, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("calendar", "month", "day", "expected"),
    [
        ("lunar", 1, 1, date(2027, 2, 6)),
        ("lunar", 8, 15, date(2027, 9, 15)),
        ("solar", 11, 22, date(2026, 11, 22)),
        ("solar", 11, 21, date(2027, 11, 21)),
        ("solar", 2, 29, date(2028, 2, 29)),
    ],
)
def test_the_next_time_is_computed(calendar, month, day, expected):
    assert next_date(festival(calendar=calendar, month=month, day=day), date(2026, 11, 22)) == expected


@pytest.mark.django_db
def test_the_nearest_festival_comes_first(late_november):
    html = rendered(
        festival("中秋节", month=8, day=15),
        festival("国庆节", calendar="solar", month=10, day=1),
        festival("春节", month=1, day=1),
    )
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", html) == ["春节", "中秋节", "国庆节"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hans", ["2027年2月", "6", "星期六", "还有 76 天", "农历正月初一"]),
        ("zh-hant", ["2027年2月", "6", "星期六", "還有 76 天", "農曆正月初一"]),
        ("en", ["February 2027", "6", "Saturday", "in 76 days", "1st day of the 1st lunar month"]),
    ],
)
def test_a_festival_shows_its_day_in_the_readers_language(late_november, language, expected):
    with translation.override(language):
        html = rendered(festival("春节", month=1, day=1))
    assert 'datetime="2027-02-06"' in html
    text = " ".join(words(html))
    assert all(part in text for part in expected), text


@pytest.mark.django_db
def test_a_festival_of_our_calendar_names_its_day(late_november):
    with translation.override("en"):
        assert "1 October" in " ".join(words(rendered(festival(calendar="solar", month=10, day=1))))


@pytest.mark.django_db
def test_only_a_live_page_is_linked(late_november):
    home = HomePageFactory(parent=Page.get_first_root_node())
    assert f'href="{home.url}"' in rendered(festival(page=home.pk))
    home.unpublish()
    assert "<a " not in rendered(festival(page=home.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(("calendar", "month", "day"), [("lunar", 7, 31), ("solar", 4, 31), ("solar", 2, 30)])
def test_days_that_the_calendar_does_not_have_are_refused(calendar, month, day):
    block = FestivalBlock()
    value = block.to_python(festival(calendar=calendar, month=month, day=day))
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == ["day"]


@pytest.mark.django_db
@pytest.mark.parametrize(("calendar", "month", "day"), [("lunar", 12, 30), ("solar", 2, 29), ("solar", 12, 31)])
def test_the_last_days_of_months_are_accepted(calendar, month, day):
    block = FestivalBlock()
    value = block.to_python(festival(calendar=calendar, month=month, day=day))
    assert block.clean(value)["day"] == day


@pytest.mark.django_db
def test_a_section_whose_festivals_are_out_of_reach_is_left_out(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2100, 6, 1, tzinfo=UTC))
    assert rendered(festival()).strip() == ""
