"""What a visitor is told about a spot, in words of her language."""

import datetime
import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from tests.factories.scenic import ScenicIndexPageFactory, ScenicSpotPageFactory

pytestmark = pytest.mark.django_db
WEEKDAYS_AND_SUNDAYS = {
    "name": "",
    "starts": "04-01",
    "ends": "10-31",
    "slots": [
        {"days": ["1", "2", "3", "4", "5"], "opens": datetime.time(8), "closes": datetime.time(17, 30)},
        {"days": ["7"], "opens": datetime.time(9), "closes": datetime.time(12), "last_admission": datetime.time(11)},
        {"days": ["6", "2"], "opens": datetime.time(13), "closes": datetime.time(14)},
        {"days": [], "opens": datetime.time(18), "closes": datetime.time(20)},
    ],
}


@pytest.fixture
def spot(family):
    return ScenicSpotPageFactory(
        parent=ScenicIndexPageFactory(parent=family.lichuan.root_page),
        opening_hours=[("season", WEEKDAYS_AND_SUNDAYS)],
        hours_checked_on=datetime.date(2026, 11, 1),
        tickets=[("ticket", {"name": "", "kind": "full", "price": Decimal("80.00"), "conditions": ""})],
        visit_hours_from=Decimal("2.0"),
        visit_hours_to=Decimal("3.0"),
        capacity=12000,
        phone="0718-8XXXXXX",
    )


def told(template: str, language: str, **context) -> str:
    with translation.override(language):
        return re.sub(r"\s+", " ", strip_tags(render_to_string(f"components/{template}.html", context)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "1 April – 31 October",
                "Monday to Friday 8:00–17:30",
                "Sun 9:00–12:00 last admission 11:00",
                "Sat, Tue 13:00–14:00",
                "Every day 18:00–20:00",
                "Hours checked on 1 November 2026.",
            ],
        ),
        (
            "zh-hans",
            ["4月1日 – 10月31日", "周一至周五 8:00-17:30", "周日 9:00-12:00 11:00 停止入园", "周六、周二 13:00-14:00"],
        ),
        ("zh-hant", ["週日 9:00-12:00 11:00 停止入園", "週六、週二 13:00-14:00"]),
    ],
)
def test_opening_hours(spot, language, expected):
    text = told("opening_hours", language, page=spot)
    assert [words for words in expected if words not in text] == []


@pytest.mark.parametrize(
    ("template", "english", "simplified"),
    [
        ("visit_length", "2–3 hours", "2–3 小时"),
        ("ticket_table", "RMB 80", "80 元"),
        ("getting_there", "+86 718 8XXXXXX", "0718-8XXXXXX"),
        ("getting_there", "12,000", "12000"),
    ],
)
def test_facts_for_visitors(spot, template, english, simplified):
    assert english in told(template, "en", page=spot)
    assert simplified in told(template, "zh-hans", page=spot)


@pytest.mark.parametrize(
    ("price", "english", "simplified"),
    [
        (None, "No price published, please ask", "未公布，请咨询景区"),
        (Decimal(0), "Free of charge", "免费"),
        (Decimal("80"), "from RMB 80", "80 元起"),
    ],
)
def test_the_price_to_begin_with(price, english, simplified):
    assert told("ticket_from", "en", price=price).strip() == english
    assert told("ticket_from", "zh-hans", price=price).strip() == simplified


@pytest.mark.parametrize(
    ("shortest", "longest", "english"),
    [(2, None, "about 2 hours"), (None, 1, "up to 1 hour"), (1, 1, "1 hour"), (None, None, "Not stated")],
)
def test_the_time_a_visit_takes(spot, shortest, longest, english):
    spot.visit_hours_from, spot.visit_hours_to = shortest, longest
    assert told("visit_length", "en", page=spot).strip() == english


def test_only_the_spots_own_words_stay_chinese_in_english(spot):
    for template in ("opening_hours", "ticket_table", "getting_there", "visit_length"):
        own = [spot.title, spot.address]
        text = told(template, "en", page=spot)
        for words in filter(None, own):
            text = text.replace(words, "")
        assert not re.search(r"[\u3400-\u9fff]", text), template
