"""How each language writes dates, times, numbers and measures.

The patterns are messages of the catalogues, so a language is added by its catalogue alone. Every function speaks the
active language; as filters they are in `{% load formats %}`. Times are told in the site's time zone, on a clock of 24
hours as timetables here print it.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

METRES_PER_KM = 1000
MINUTES_PER_HOUR = 60
# Monday first, as date.weekday() counts.
SHORT_WEEKDAYS = [
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
]


def day(value: date | None) -> str:
    """`22 November 2026`, `2026年11月22日`."""
    return _written(value, pgettext("date format", "j F Y"))


def day_of_year(value: date | None) -> str:
    """A day without its year: `22 November`, `11月22日`."""
    return _written(value, pgettext("date format", "j F"))


def month(value: date | None) -> str:
    """`November 2026`, `2026年11月`."""
    return _written(value, pgettext("date format", "F Y"))


def moment(value: datetime | None) -> str:
    """`22 November 2026, 09:00`; Chinese takes the form that norm G-08 asks for, `2026-11-22 09:00`."""
    return _written(value, pgettext("date format", "j F Y, H:i"))


def second(value: datetime | None) -> str:
    """For records: `22 November 2026, 09:00:05`, `2026-11-22 09:00:05`."""
    return _written(value, pgettext("date format", "j F Y, H:i:s"))


def short_moment(value: datetime | None) -> str:
    """For narrow lists: `22 Nov, 09:00`, `11-22 09:00`."""
    return _written(value, pgettext("date format", "j M, H:i"))


def weekday(value: date | None) -> str:
    """`Sunday`, `星期日`."""
    return _written(value, "l")


def short_weekday(value: date) -> str:
    """`Sun`, `周日`."""
    return str(SHORT_WEEKDAYS[value.weekday()])


def _written(value: date | None, pattern: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return write(value, pattern)


def clock(value: time | datetime) -> str:
    """`8:00`, in every language."""
    return f"{value.hour}:{value.minute:02d}"


def days_ahead(value: date) -> str:
    """`today`, `tomorrow`, `in 12 days`; empty for the past."""
    days = (value - timezone.localdate()).days
    if days < 0:
        return ""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": number(days)}


def number(value: Decimal | float | None) -> str:
    """`1,234`, `1234`: Chinese groups no digits. One decimal at most, none where it says nothing."""
    return "" if value is None else floatformat(value, "-1g")


def price(value: Decimal) -> str:
    """`RMB 80`, `80 元`; with two decimals or none."""
    return _("RMB %(amount)s") % {"amount": floatformat(value, "-2g")}


def distance(km: float) -> str:
    """`12 km`, `3.4 km`, below one kilometre `300 m`."""
    if km < 1:
        return _("%(number)s m") % {"number": number(round(km * METRES_PER_KM))}
    return _("%(number)s km") % {"number": number(round(km) if km >= 10 else km)}


def duration(hours: Decimal | float) -> str:
    """`2 hours`, `1.5 hours`; below one hour `30 minutes`."""
    if hours < 1:
        minutes = round(hours * MINUTES_PER_HOUR)
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    return ngettext("%(number)s hour", "%(number)s hours", _grammatical(hours)) % {"number": number(hours)}


def durations(shortest: Decimal | float, longest: Decimal | float) -> str:
    """`2–3 hours`, `30 minutes to 2 hours`."""
    if shortest == longest:
        return duration(longest)
    if shortest < 1:
        return _("%(shortest)s to %(longest)s") % {"shortest": duration(shortest), "longest": duration(longest)}
    return _("%(shortest)s–%(longest)s hours") % {"shortest": number(shortest), "longest": number(longest)}


def _grammatical(count: Decimal | float) -> int:
    """What decides between singular and plural: 1.5 is plural, as is everything but 1."""
    return 1 if count == 1 else 2


def listed(items: Iterable[str | Promise]) -> str:
    """`a, b, c` or `a、b、c`."""
    return pgettext("between the items of a list", ", ").join(map(str, items))


def phone(text: str) -> str:
    """A number as somebody dials it who reads this language: abroad one needs the country's code.

    Hotlines without an area code cannot be reached from abroad and stay as they are.
    """
    found = re.match(r"0(\d{2,3})[- ]?(?=[\dX]{7,8}(?!\d))", text, re.ASCII)
    if not found:
        return text
    return _("+86 %(area)s %(number)s") % {"area": found[1], "number": text[found.end() :]}
