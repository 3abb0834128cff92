"""Every day of 2026 and of the leap year 2028, every quarter of an hour and around every boundary, against an oracle.

The oracle knows nothing of the code under test: the year is written out by hand as plain minutes of days.
"""

from datetime import date, datetime, time, timedelta

import pytest

from cms.pages.scenic.opening import ExceptionalDays, Opening, Season, Slot, Status

WEEKEND = frozenset({6, 7})
OPENING = Opening(
    seasons=(
        Season((3, 16), (11, 15), (Slot(time(8), time(17, 30), time(16)),)),
        # Winter: closed on Tuesdays, two slots at weekends.
        Season(
            (11, 16),
            (2, 28),
            (
                Slot(time(9), time(16), time(15), frozenset({1, 3, 4, 5})),
                Slot(time(9), time(11, 30), None, WEEKEND),
                Slot(time(13), time(16, 30), time(16), WEEKEND),
            ),
        ),
        # Summer nights on Fridays and Saturdays.
        Season((7, 1), (8, 31), (Slot(time(8), time(18)), Slot(time(19), time(1), time(0, 30), frozenset({5, 6})))),
    ),
    exceptions=(
        ExceptionalDays(date(2026, 2, 17), date(2026, 2, 19), reason="春节"),
        ExceptionalDays(date(2026, 10, 1), date(2026, 10, 7), closed=False, slots=(Slot(time(7), time(19), time(17)),)),
        ExceptionalDays(date(2026, 10, 4), date(2026, 10, 4), reason="大风"),
        ExceptionalDays(date(2026, 8, 15), date(2026, 8, 15), reason="暴雨"),
    ),
)


def oracle_spans(day: date) -> list[tuple[int, int, int]] | None:
    """(opens, last admission, closes) in minutes from that day's midnight; None where nothing is published."""
    text = day.isoformat()
    if "2026-02-17" <= text <= "2026-02-19" or text in ("2026-10-04", "2026-08-15"):
        return []
    if "2026-10-01" <= text <= "2026-10-07":
        return [(420, 1020, 1140)]
    month_day, weekday = text[5:], day.strftime("%a")
    if "07-01" <= month_day <= "08-31":
        return [(480, 1080, 1080)] + ([(1140, 1470, 1500)] if weekday in ("Fri", "Sat") else [])
    if "03-16" <= month_day <= "11-15":
        return [(480, 960, 1050)]
    if month_day >= "11-16" or month_day <= "02-29":
        if weekday == "Tue":
            return []
        return [(540, 690, 690), (780, 960, 990)] if weekday in ("Sat", "Sun") else [(540, 900, 960)]
    return None  # the first half of March


def oracle(day: date, minute: int) -> tuple[bool | None, Status]:
    yesterday = [tuple(edge - 1440 for edge in span) for span in oracle_spans(day - timedelta(days=1)) or []]
    today = oracle_spans(day)
    for opens, last, closes in yesterday + (today or []):
        if opens <= minute < closes:
            return True, Status.OPEN if minute < last else Status.LAST_ADMISSION_PASSED
    return (None, Status.UNKNOWN) if today is None else (False, Status.CLOSED)


def oracle_next(day: date, minute: int) -> datetime | None:
    for offset in range(400):
        later = day + timedelta(days=offset)
        for opens, _, _ in oracle_spans(later) or []:
            if offset or opens > minute:
                return datetime.combine(later, time()) + timedelta(minutes=opens)
    return None


EDGES = {420, 480, 540, 690, 780, 900, 960, 990, 1020, 1050, 1080, 1140, 30, 60}
MINUTES = sorted({*range(0, 1440, 120), *EDGES, *(edge - 1 for edge in EDGES), 1439})


@pytest.mark.parametrize("year", [2026, 2028])
def test_every_day_of_the_year_at_many_times(year: int):
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        for minute in MINUTES:
            at = datetime.combine(day, time(minute // 60, minute % 60))
            found = OPENING.state(at)
            if (found.is_open, found.status) != oracle(day, minute):
                wrong.append((at, found.status, oracle(day, minute)))
        day += timedelta(days=1)
    assert wrong == []


def test_the_next_opening_on_every_day_of_the_year():
    day = date(2026, 1, 1)
    while day.year == 2026:
        for minute in (0, 480, 541, 800, 1439):
            at = datetime.combine(day, time(minute // 60, minute % 60))
            assert OPENING.state(at).next_opening.replace(tzinfo=None) == oracle_next(day, minute), at
        day += timedelta(days=1)


def test_what_a_headline_claims_is_what_the_state_says():
    """Over the year, "open" words appear only while the place is open or will open; unknown days never claim."""
    seen = set()
    day = date(2026, 1, 1)
    while day.year == 2026:
        for hour in (0, 7, 10, 16, 23):
            found = OPENING.state(datetime.combine(day, time(hour)))
            assert found.headline
            seen.add(found.status)
            if found.status == Status.UNKNOWN:
                assert found.is_open is None and not any(character.isdigit() for character in found.headline)
        day += timedelta(days=1)
    assert seen == set(Status)
