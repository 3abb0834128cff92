"""Lunar days against dates that are known from printed calendars."""

from datetime import date

import pytest
from django.utils import translation

from cms.core import lunar


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (1900, 1, 1, date(1900, 1, 31)),
        (2024, 8, 15, date(2024, 9, 17)),
        (2025, 1, 1, date(2025, 1, 29)),
        (2026, 1, 1, date(2026, 2, 17)),
        (2026, 5, 5, date(2026, 6, 19)),
        (2026, 7, 12, date(2026, 8, 24)),
        # 2025 has a second, leap sixth month: what comes after it is a month later.
        (2025, 6, 1, date(2025, 6, 25)),
        (2025, 7, 12, date(2025, 9, 3)),
        # 2033 has its leap month after the eleventh, which many tables get wrong.
        (2033, 8, 15, date(2033, 9, 8)),
        (2034, 1, 1, date(2034, 2, 19)),
        (2099, 12, 30, date(2100, 2, 8)),
    ],
)
def test_a_lunar_day_has_its_day_in_our_calendar(year, month, day, expected):
    assert lunar.solar_date(year, month, day) == expected


def test_day_30_of_a_short_month_is_its_last_day():
    assert lunar.solar_date(2024, 12, 30) == date(2025, 1, 28)
    assert lunar.solar_date(2024, 12, 30) == lunar.solar_date(2024, 12, 29)
    assert lunar.solar_date(2023, 12, 30) == date(2024, 2, 9)


@pytest.mark.parametrize("day", [(1899, 1, 1), (2100, 1, 1), (2026, 13, 1), (2026, 0, 1), (2026, 1, 31), (2026, 1, 0)])
def test_days_that_no_year_has_are_refused(day):
    with pytest.raises(ValueError, match="lunar"):
        lunar.solar_date(*day)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        # In January the lunar year is still the last one: its twelfth month lies ahead.
        (date(2026, 1, 10), date(2026, 2, 16)),
        (date(2026, 2, 16), date(2026, 2, 16)),
        (date(2026, 2, 17), date(2027, 2, 5)),
        (date(1899, 12, 31), date(1901, 2, 18)),
        (date(2100, 2, 9), None),
    ],
)
def test_the_next_new_years_eve_is_found(since, expected):
    assert lunar.next_date(12, 30, since) == expected


def test_every_known_year_has_every_festival_once():
    days = [lunar.solar_date(year, 7, 12) for year in range(lunar.FIRST_YEAR, lunar.LAST_YEAR + 1)]
    gaps = {(later - earlier).days for earlier, later in zip(days, days[1:], strict=False)}
    assert gaps <= {353, 354, 355, 383, 384, 385}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", "农历七月十二"), ("zh-hant", "農曆七月十二"), ("en", "12th day of the 7th lunar month")],
)
def test_a_lunar_day_is_put_into_words(language, expected):
    with translation.override(language):
        assert lunar.day_text(7, 12) == expected


def test_every_month_and_day_has_words_of_its_own():
    with translation.override("zh-hans"):
        texts = {lunar.day_text(month, day) for month in range(1, 13) for day in range(1, 31)}
        assert len(texts) == 360
        assert {"农历正月初一", "农历腊月三十", "农历四月初八", "农历八月廿一"} <= texts
