"""Working days in China: weekends, public holidays, the days on which they are worked off, and our own exceptions.

The State Council announces each year's days shortly before it begins; `chinesecalendar` follows with a new release.
For years that it does not know only weekends count, and screens say so.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays
from django.apps import apps
from django.utils.translation import gettext as _

LAST_KNOWN_YEAR = max(holidays).year
SATURDAY = 5
DAY = timedelta(days=1)


class WorkingDays:
    """Reads the prefecture's exceptions once; make a new one for each request or task."""

    def __init__(self, exceptions: dict[date, bool] | None = None) -> None:
        """`exceptions`: day -> whether it is worked; by default those of the table."""
        if exceptions is None:
            exceptions = dict(apps.get_model("cases.CalendarDay").objects.values_list("day", "is_worked"))
        self.exceptions = exceptions

    def is_working_day(self, day: date) -> bool:
        if day in self.exceptions:
            return self.exceptions[day]
        if is_known(day):
            return chinese_calendar.is_workday(day)
        return day.weekday() < SATURDAY

    def add(self, start: date, count: int) -> date:
        """The count-th working day after `start`, which is itself not counted, whatever day it is."""
        following = self._working_days_after(start)
        return [next(following) for _number in range(count)][-1] if count else start

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; 0 if `end` is not later."""
        return sum(self.is_working_day(start + DAY * number) for number in range(1, (end - start).days + 1))

    def _working_days_after(self, day: date) -> Iterator[date]:
        while True:
            day += DAY
            if self.is_working_day(day):
                yield day


def is_known(day: date) -> bool:
    """Whether the public holidays of that year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def warning_about(*days: date) -> str:
    """A sentence for screens that show these days; empty if their holidays are known."""
    years = sorted({day.year for day in days if not is_known(day)})
    if not years:
        return ""
    message = _(
        "The public holidays of %(years)s are not known here yet. Only weekends and the days that the prefecture has "
        "entered are taken into account."
    )
    return message % {"years": "、".join(map(str, years))}
