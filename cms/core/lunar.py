"""The Chinese lunar calendar, for festivals that fall on another day of our calendar every year.

Known are the lunar years 1900 to 2099. A festival is kept in the ordinary month, never in the leap month of the same
number that follows it.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lunar_python import Lunar, LunarYear

FIRST_YEAR, LAST_YEAR = 1900, 2099
LONGEST_MONTH = 30
MONTHS = [
    gettext_lazy("1st lunar month"),
    gettext_lazy("2nd lunar month"),
    gettext_lazy("3rd lunar month"),
    gettext_lazy("4th lunar month"),
    gettext_lazy("5th lunar month"),
    gettext_lazy("6th lunar month"),
    gettext_lazy("7th lunar month"),
    gettext_lazy("8th lunar month"),
    gettext_lazy("9th lunar month"),
    gettext_lazy("10th lunar month"),
    gettext_lazy("11th lunar month"),
    gettext_lazy("12th lunar month"),
]
DAYS = [
    gettext_lazy("1st day"),
    gettext_lazy("2nd day"),
    gettext_lazy("3rd day"),
    gettext_lazy("4th day"),
    gettext_lazy("5th day"),
    gettext_lazy("6th day"),
    gettext_lazy("7th day"),
    gettext_lazy("8th day"),
    gettext_lazy("9th day"),
    gettext_lazy("10th day"),
    gettext_lazy("11th day"),
    gettext_lazy("12th day"),
    gettext_lazy("13th day"),
    gettext_lazy("14th day"),
    gettext_lazy("15th day"),
    gettext_lazy("16th day"),
    gettext_lazy("17th day"),
    gettext_lazy("18th day"),
    gettext_lazy("19th day"),
    gettext_lazy("20th day"),
    gettext_lazy("21st day"),
    gettext_lazy("22nd day"),
    gettext_lazy("23rd day"),
    gettext_lazy("24th day"),
    gettext_lazy("25th day"),
    gettext_lazy("26th day"),
    gettext_lazy("27th day"),
    gettext_lazy("28th day"),
    gettext_lazy("29th day"),
    gettext_lazy("30th day"),
]


def solar_date(year: int, month: int, day: int) -> date:
    """The day in our calendar of a day in a lunar year, which begins in January or February.

    Day 30 of a month that has 29 is its last day, as New Year's Eve is kept. ValueError for years that are not known
    and for months and days that no year has.
    """
    if not (1 <= month <= len(MONTHS) and 1 <= day <= LONGEST_MONTH):
        raise ValueError(f"no day {day} of month {month} in the lunar calendar")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"lunar years {FIRST_YEAR} to {LAST_YEAR} are known, not {year}")
    last = LunarYear.fromYear(year).getMonth(month).getDayCount()
    solar = Lunar.fromYmd(year, month, min(day, last)).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def next_date(month: int, day: int, since: date) -> date | None:
    """The first such lunar day on or after a date; None when it lies beyond the years that are known."""
    # In January the lunar year is still last year's.
    for year in range(max(since.year - 1, FIRST_YEAR), min(since.year + 1, LAST_YEAR) + 1):
        found = solar_date(year, month, day)
        if found >= since:
            return found
    return None


def day_text(month: int, day: int) -> str:
    """`12th day of the 7th lunar month`, `农历七月十二`."""
    return _("%(day)s of the %(month)s") % {"day": DAYS[day - 1], "month": MONTHS[month - 1]}
