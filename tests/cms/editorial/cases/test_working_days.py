"""Counting in working days, with the public holidays and make-up days of 2026."""

from datetime import date

import pytest

from cms.editorial.cases.models import CalendarDay
from cms.editorial.cases.working_days import LAST_KNOWN_YEAR, WorkingDays, warning_about


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2026-01-05", True),
        ("2026-01-02", False),  # a Friday, off for the New Year
        ("2026-01-04", True),  # a Sunday that makes up for it
        ("2026-02-14", True),  # a Saturday before Spring Festival
        ("2026-02-17", False),
        ("2026-02-23", False),  # the last day of Spring Festival, a Monday
        ("2026-02-28", True),  # a Saturday after it
        ("2026-05-09", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-10-11", False),
    ],
)
def test_holidays_are_off_and_make_up_days_are_worked(day, is_worked):
    assert WorkingDays({}).is_working_day(date.fromisoformat(day)) is is_worked


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-05", 3, "2026-03-10"),  # over a weekend
        ("2026-03-07", 1, "2026-03-09"),  # from a Saturday
        ("2026-02-13", 1, "2026-02-14"),  # to the make-up Saturday
        ("2026-02-13", 2, "2026-02-24"),  # over Spring Festival
        ("2026-02-26", 3, "2026-03-02"),  # the make-up Saturday after it counts
        ("2026-04-30", 3, "2026-05-08"),
        ("2025-12-30", 3, "2026-01-05"),  # into the next year, with its make-up Sunday
        ("2026-12-30", 2, "2027-01-01"),  # beyond what is known only weekends count
        ("2026-12-31", 5, "2027-01-07"),
    ],
)
def test_deadlines_are_counted_from_the_day_after(start, count, due):
    days, begin, end = WorkingDays({}), date.fromisoformat(start), date.fromisoformat(due)
    assert days.add(begin, count) == end
    assert days.between(begin, end) == count
    assert days.between(end, begin) == 0


def test_the_prefectures_own_days_come_before_the_calendar():
    own = WorkingDays({date(2026, 8, 19): False, date(2026, 8, 22): True})
    assert own.add(date(2026, 8, 18), 3) == date(2026, 8, 22)


def test_only_years_whose_holidays_nobody_knows_are_warned_of():
    known, unknown = date(LAST_KNOWN_YEAR, 6, 1), date(LAST_KNOWN_YEAR + 1, 6, 1)
    assert warning_about(known) == ""
    assert str(unknown.year) in warning_about(known, unknown)


def test_the_table_is_read(db):
    CalendarDay.objects.create(day=date(2026, 8, 19), name="州庆")
    assert not WorkingDays().is_working_day(date(2026, 8, 19))
