"""Opening hours to the minute: boundaries, nights, seasons, exceptions, and what is not known."""

from datetime import UTC, date, datetime, time

import pytest

from cms.pages.scenic.opening import ExceptionalDays, Opening, Season, Slot, Status

EVERY_DAY = Slot(time(8), time(17), time(16))
ALL_YEAR = Season((1, 1), (12, 31), (EVERY_DAY,))
WEEKDAYS_ONLY = Season((1, 1), (12, 31), (Slot(time(9), time(17), days=frozenset({1, 2, 3, 4, 5})),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def state(opening: Opening, text: str):
    return opening.state(at(text))


@pytest.mark.parametrize(
    ("moment", "is_open", "status"),
    [
        ("2026-05-05 07:59:59", False, Status.CLOSED),
        ("2026-05-05 08:00:00", True, Status.OPEN),
        ("2026-05-05 15:59:59", True, Status.OPEN),
        ("2026-05-05 16:00:00", True, Status.LAST_ADMISSION_PASSED),
        ("2026-05-05 16:59:59", True, Status.LAST_ADMISSION_PASSED),
        ("2026-05-05 17:00:00", False, Status.CLOSED),
    ],
)
def test_boundaries_to_the_second(moment: str, is_open: bool, status: Status):
    found = state(Opening((ALL_YEAR,)), moment)
    assert (found.is_open, found.status) == (is_open, status)


def test_moments_in_other_time_zones_are_understood_as_shanghai_time():
    assert Opening((ALL_YEAR,)).state(datetime(2026, 5, 5, 0, 0, tzinfo=UTC)).is_open is True
    assert Opening((ALL_YEAR,)).state(datetime(2026, 5, 4, 23, 59, tzinfo=UTC)).is_open is False


def test_without_any_data_nothing_is_claimed():
    found = state(Opening(), "2026-05-05 10:00")
    assert (found.is_open, found.status, found.next_opening) == (None, Status.UNKNOWN, None)
    assert Opening().is_published is False


def test_outside_every_season_nothing_is_claimed_but_the_next_published_opening_is_told():
    rafting = Opening((Season((5, 1), (10, 7), (EVERY_DAY,)),))
    found = state(rafting, "2026-12-24 10:00")
    assert (found.is_open, found.status) == (None, Status.UNKNOWN)
    assert found.next_opening.replace(tzinfo=None) == datetime(2027, 5, 1, 8)
    assert "2027" in found.detail


def test_a_day_of_the_season_without_a_slot_is_closed():
    found = state(Opening((WEEKDAYS_ONLY,)), "2026-05-09 10:00")  # a Saturday
    assert (found.is_open, found.today_slots) == (False, [])
    assert found.next_opening.replace(tzinfo=None) == datetime(2026, 5, 11, 9)


def test_several_slots_a_day_close_in_between():
    lunch = Opening((Season((1, 1), (12, 31), (Slot(time(14), time(17)), Slot(time(9), time(12)))),))
    assert [slot.text for slot in state(lunch, "2026-05-05 10:00").today_slots] == ["9:00-12:00", "14:00-17:00"]
    assert state(lunch, "2026-05-05 11:59").is_open is True
    assert "14:00-17:00" in state(lunch, "2026-05-05 11:59").detail
    between = state(lunch, "2026-05-05 12:00")
    assert (between.is_open, between.next_opening.hour) == (False, 14)
    assert "14:00" in between.headline
    assert state(lunch, "2026-05-05 14:00").is_open is True


def test_a_night_slot_runs_on_after_midnight_and_belongs_to_the_evening():
    saturday_night = Slot(time(18), time(2), time(1), days=frozenset({6}))
    night = Opening((Season((1, 1), (12, 31), (saturday_night,)),))
    assert state(night, "2026-05-09 17:59").is_open is False
    assert state(night, "2026-05-09 18:00").is_open is True
    assert state(night, "2026-05-10 00:59").status == Status.OPEN
    assert state(night, "2026-05-10 01:00").status == Status.LAST_ADMISSION_PASSED
    assert state(night, "2026-05-10 02:00").is_open is False
    assert state(night, "2026-05-10 18:00").is_open is False


def test_last_night_s_slot_outlives_its_season_and_an_exception_of_the_next_day():
    summer_nights = Season((5, 1), (5, 31), (Slot(time(18), time(2)),))
    closed_june = ExceptionalDays(date(2026, 5, 20), date(2026, 5, 20))
    opening = Opening((summer_nights,), (closed_june,))
    assert state(opening, "2026-06-01 01:59").is_open is True
    assert state(opening, "2026-06-01 02:00").is_open is None
    assert state(opening, "2026-05-20 01:59").is_open is True
    assert state(opening, "2026-05-20 19:00").is_open is False
    assert state(opening, "2026-05-21 01:00").is_open is False


def test_open_day_and_night_never_closes():
    old_town = Opening((Season((1, 1), (12, 31), (Slot(time(0), time(23, 59)),)),))
    for moment in ("2026-12-31 23:59:59", "2027-01-01 00:00", "2026-06-01 12:00"):
        assert state(old_town, moment).is_open is True
    assert state(old_town, "2026-06-01 12:00").status == Status.OPEN


@pytest.mark.parametrize("moment", ["2026-11-01 10:00", "2026-12-31 10:00", "2027-01-01 10:00", "2027-02-28 10:00"])
def test_a_winter_season_wraps_the_new_year(moment: str):
    assert state(Opening((Season((11, 1), (2, 28), (EVERY_DAY,)),)), moment).is_open is True


@pytest.mark.parametrize("moment", ["2026-10-31 10:00", "2027-03-01 10:00"])
def test_a_winter_season_ends_where_it_says(moment: str):
    assert state(Opening((Season((11, 1), (2, 28), (EVERY_DAY,)),)), moment).is_open is None


@pytest.mark.parametrize("ends", [(2, 28), (2, 29)])
def test_the_end_of_february_includes_the_leap_day(ends: tuple[int, int]):
    winter = Season((11, 1), ends, (EVERY_DAY,))
    assert state(Opening((winter,)), "2028-02-29 10:00").is_open is True
    assert state(Opening((winter,)), "2028-03-01 10:00").is_open is None
    assert state(Opening((winter,)), "2027-02-28 10:00").is_open is True
    assert state(Opening((winter,)), "2027-03-01 10:00").is_open is None


def test_a_season_that_begins_on_the_leap_day_beats_the_courtesy_of_the_one_before():
    closed_spring = Season((2, 29), (3, 31), (Slot(time(20), time(21)),))
    opening = Opening((closed_spring, Season((11, 1), (2, 28), (EVERY_DAY,))))
    assert state(opening, "2028-02-29 10:00").is_open is False


@pytest.mark.parametrize(("last", "after"), [("01-31", "02-01"), ("04-30", "05-01"), ("12-31", "01-01")])
def test_month_ends_are_included(last: str, after: str):
    month, day = map(int, last.split("-"))
    opening = Opening((Season((month, 1), (month, day), (EVERY_DAY,)),))
    assert state(opening, f"2026-{last} 10:00").is_open is True
    year = 2027 if after == "01-01" else 2026
    assert state(opening, f"{year}-{after} 10:00").is_open is None


def test_the_season_listed_later_counts_when_seasons_overlap():
    golden_week = Season((10, 1), (10, 7), (Slot(time(7), time(19)),))
    assert state(Opening((ALL_YEAR, golden_week)), "2026-10-03 18:00").is_open is True
    assert state(Opening((golden_week, ALL_YEAR)), "2026-10-03 18:00").is_open is False


def test_exceptions_beat_seasons_and_the_later_exception_counts():
    closed = ExceptionalDays(date(2026, 5, 1), date(2026, 5, 5), reason="索道年检")
    half_open = ExceptionalDays(date(2026, 5, 3), date(2026, 5, 3), closed=False, slots=(Slot(time(10), time(12)),))
    opening = Opening((ALL_YEAR,), (closed, half_open))
    assert state(opening, "2026-05-02 11:00").is_open is False
    assert state(opening, "2026-05-02 11:00").detail == "索道年检"
    assert state(opening, "2026-05-03 11:00").is_open is True
    assert state(opening, "2026-05-03 13:00").is_open is False
    assert state(opening, "2026-05-06 11:00").is_open is True
    assert state(Opening((ALL_YEAR,), (half_open, closed)), "2026-05-03 11:00").is_open is False


def test_an_exception_opens_a_day_outside_every_season():
    rafting = Season((5, 1), (10, 7), (EVERY_DAY,))
    festival = ExceptionalDays(date(2026, 12, 24), date(2026, 12, 24), closed=False, slots=(EVERY_DAY,))
    assert state(Opening((rafting,), (festival,)), "2026-12-24 10:00").is_open is True


def test_an_exception_without_an_end_of_the_closing_finds_the_next_opening_after_it():
    closed = ExceptionalDays(date(2026, 12, 7), date(2026, 12, 9))
    found = state(Opening((ALL_YEAR,), (closed,)), "2026-12-07 10:00")
    assert found.next_opening.replace(tzinfo=None) == datetime(2026, 12, 10, 8)


def test_a_place_that_is_closed_for_good_has_no_next_opening():
    found = state(Opening((Season((1, 1), (12, 31), ()),)), "2026-05-05 10:00")
    assert (found.is_open, found.next_opening) == (False, None)


def test_the_week_begins_today_and_knows_which_days_are_unknown():
    opening = Opening((Season((5, 1), (5, 7), (EVERY_DAY,)),))
    week = opening.week(at("2026-05-05 23:00"))
    assert [day.day.day for day in week] == [5, 6, 7, 8, 9, 10, 11]
    assert [day.is_today for day in week] == [True] + [False] * 6
    assert [day.known for day in week] == [True] * 3 + [False] * 4
    assert [len(day.slots) for day in week] == [1, 1, 1, 0, 0, 0, 0]
