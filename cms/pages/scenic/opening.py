"""When a place is open: plain Python over published hours, in the time of Asia/Shanghai.

Rules, from strong to weak:
- exceptions beat seasons; of overlapping exceptions (or seasons) the one listed later counts;
- a day inside a season on which no slot falls is closed; a day outside every season is unknown, never "open";
- a slot belongs to the day on which it opens, also when it runs past midnight.
Opening is inclusive and closing exclusive: at 17:00 sharp a place that closes at 17:00 is closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cms.core import formats
from cms.core.formats import clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST_MINUTE = time(23, 59)
# Long enough to find the next season from any day, a leap year included.
DAYS_TO_SEARCH = 367


class Status(StrEnum):
    OPEN = "open"
    LAST_ADMISSION_PASSED = "last-admission-passed"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Slot:
    """Hours on some weekdays (1 = Monday; none named = every day)."""

    opens: time
    closes: time
    last_admission: time | None = None
    days: frozenset[int] = frozenset()

    def on(self, day: date) -> "OpenSlot | None":
        if self.days and day.isoweekday() not in self.days:
            return None
        opens = datetime.combine(day, self.opens, SHANGHAI)
        # 23:59 is how people write "until midnight"; without this a place open day and night would close for a minute.
        closes = _next_time(opens, time(0) if self.closes == LAST_MINUTE else self.closes)
        return OpenSlot(opens, closes, _next_time(opens, self.last_admission) if self.last_admission else None)


def _next_time(start: datetime, clock: time) -> datetime:
    """The first moment after `start` at which clocks show `clock`."""
    same_day = datetime.combine(start.date(), clock, SHANGHAI)
    return same_day if same_day > start else same_day + timedelta(days=1)


@dataclass(frozen=True)
class OpenSlot:
    """A slot on a certain day."""

    opens: datetime
    closes: datetime
    last_admission: datetime | None = None

    @property
    def is_all_day(self) -> bool:
        return self.opens.time() == self.closes.time() == time(0)

    @property
    def text(self) -> str:
        """`8:00–17:00`; closing on the next day is marked, midnight is 24:00."""
        if self.closes.date() == self.opens.date():
            return hours(clock(self.opens), clock(self.closes))
        if self.is_all_day:
            return _("all day")
        if self.closes.time() == time(0):
            return hours(clock(self.opens), "24:00")
        return _("%(opens)s–%(closes)s the next day") % {"opens": clock(self.opens), "closes": clock(self.closes)}

    @property
    def last_admission_text(self) -> str:
        return clock(self.last_admission) if self.last_admission else ""


def hours(opens: str, closes: str) -> str:
    return _("%(opens)s–%(closes)s") % {"opens": opens, "closes": closes}


@dataclass(frozen=True)
class Season:
    """A part of every year, both ends included, as (month, day); may wrap the new year."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    slots: tuple[Slot, ...] = ()
    name: str = ""

    def covers(self, month: int, day: int) -> bool:
        if self.starts <= self.ends:
            return self.starts <= (month, day) <= self.ends
        return (month, day) >= self.starts or (month, day) <= self.ends


@dataclass(frozen=True)
class ExceptionalDays:
    """Dates on which the seasons do not count: closed, or open at other hours."""

    starts: date
    ends: date
    closed: bool = True
    slots: tuple[Slot, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Day:
    """One date with its slots in order; `known` is False when no hours are published for it."""

    day: date
    label: str
    slots: list[OpenSlot]
    known: bool
    is_today: bool = False
    reason: str = ""


@dataclass(frozen=True)
class OpenState:
    """What may honestly be said about one moment. `is_open` is None when nothing is published for it."""

    is_open: bool | None
    headline: str
    status: Status
    detail: str = ""
    today_slots: list[OpenSlot] = field(default_factory=list)
    next_opening: datetime | None = None


@dataclass(frozen=True)
class Opening:
    seasons: tuple[Season, ...] = ()
    exceptions: tuple[ExceptionalDays, ...] = ()

    @property
    def is_published(self) -> bool:
        return bool(self.seasons or self.exceptions)

    def day(self, day: date, today: date | None = None) -> Day:
        rule = self._rule(day)
        slots = [] if rule is None else [open_slot for slot in rule.slots if (open_slot := slot.on(day))]
        return Day(
            day=day,
            label=formats.short_weekday(day),
            slots=sorted(slots, key=lambda slot: slot.opens),
            known=rule is not None,
            is_today=day == today,
            reason=getattr(rule, "reason", ""),
        )

    def _rule(self, day: date) -> Season | ExceptionalDays | None:
        for exception in reversed(self.exceptions):
            if exception.starts <= day <= exception.ends:
                return ExceptionalDays(day, day, reason=exception.reason) if exception.closed else exception
        season = self._season(day.month, day.day)
        if season is None and (day.month, day.day) == (2, 29):
            # "Until 02-28" means until the end of February, also in a leap year.
            season = self._season(2, 28)
        return season

    def _season(self, month: int, day: int) -> Season | None:
        return next((season for season in reversed(self.seasons) if season.covers(month, day)), None)

    def week(self, at: datetime) -> list[Day]:
        """Seven days from the day of `at`: what a visitor can still use."""
        today = local(at).date()
        return [self.day(today + timedelta(days=offset), today) for offset in range(7)]

    def next_opening(self, at: datetime) -> datetime | None:
        """The next published opening after `at`; days without published hours in between are skipped."""
        return next((slot.opens for slot in self._slots_from(local(at).date()) if slot.opens > at), None)

    def _slots_from(self, first: date) -> Iterator[OpenSlot]:
        for offset in range(DAYS_TO_SEARCH):
            yield from self.day(first + timedelta(days=offset)).slots

    def state(self, at: datetime) -> OpenState:
        return _Moment(self, local(at)).state()


@dataclass(frozen=True)
class _Moment:
    """Puts one moment of an Opening into words."""

    opening: Opening
    at: datetime

    @cached_property
    def today(self) -> Day:
        return self.opening.day(self.at.date())

    @cached_property
    def current(self) -> OpenSlot | None:
        """The slot that runs now; of several, the one that stays open longest. Last night's may still run."""
        last_night = self.opening.day(self.at.date() - timedelta(days=1)).slots
        running = [slot for slot in [*last_night, *self.today.slots] if slot.opens <= self.at < slot.closes]
        return max(running, key=lambda slot: slot.last_admission or slot.closes, default=None)

    @cached_property
    def next_opening(self) -> datetime | None:
        return self.opening.next_opening(self.at)

    def state(self) -> OpenState:
        if self.current:
            ended = self.current.last_admission and self.at >= self.current.last_admission
            status = Status.LAST_ADMISSION_PASSED if ended else Status.OPEN
            return self._say(True, status, self._open_headline(status), self._again_today())
        if not self.opening.is_published:
            return self._say(None, Status.UNKNOWN, _("Opening hours are not known yet"))
        if not self.today.known:
            return self._say(
                None, Status.UNKNOWN, _("No opening hours are published for today"), self._next_published()
            )
        return self._say(False, Status.CLOSED, self._closed_headline(), self.today.reason)

    def _say(self, is_open: bool | None, status: Status, headline: str, detail: str = "") -> OpenState:
        return OpenState(is_open, headline, status, detail, self.today.slots, self.next_opening)

    def _open_headline(self, status: Status) -> str:
        slot = self.current
        words = {"hours": slot.text, "closes": clock(slot.closes), "last": slot.last_admission_text}
        if status == Status.LAST_ADMISSION_PASSED:
            return _("Last admission has passed, closes at %(closes)s") % words
        if slot.opens.date() < self.at.date():
            return _("Open now, closes at %(closes)s") % words
        if slot.is_all_day:
            return _("Open all day today")
        if slot.last_admission:
            return _("Open today %(hours)s, last admission %(last)s") % words
        return _("Open today %(hours)s") % words

    def _again_today(self) -> str:
        later = [slot.text for slot in self.today.slots if slot.opens > self.at]
        return _("Later today: %(hours)s") % {"hours": formats.listed(later)} if later else self.today.reason

    def _closed_headline(self) -> str:
        later = [slot for slot in self.today.slots if slot.opens > self.at]
        if later:
            opens = {"time": clock(later[0].opens)}
            if len(later) < len(self.today.slots):
                return _("Closed now, opens again today at %(time)s") % opens
            return _("Opens today at %(time)s") % opens
        words = {"next": self._next_words()}
        if self.today.slots:
            return _("Closed for today, %(next)s") % words if self.next_opening else _("Closed for today")
        return _("Closed today, %(next)s") % words if self.next_opening else _("Closed today")

    def _next_published(self) -> str:
        return _("Next published opening: %(when)s") % {"when": self._when()} if self.next_opening else ""

    def _next_words(self) -> str:
        return _("opens %(when)s") % {"when": self._when()} if self.next_opening else ""

    def _when(self) -> str:
        """`tomorrow at 8:00`, or the date with its weekday; the year only when it is another."""
        if self.next_opening is None:
            return ""
        opens = self.next_opening
        if opens.date() == self.at.date() + timedelta(days=1):
            return _("tomorrow at %(time)s") % {"time": clock(opens)}
        write = formats.day_of_year if opens.year == self.at.year else formats.day
        words = {"weekday": formats.short_weekday(opens), "date": write(opens), "time": clock(opens)}
        return _("%(weekday)s %(date)s at %(time)s") % words


def local(at: datetime) -> datetime:
    """`at` in Shanghai; a naive time is taken to be Shanghai's."""
    return at.astimezone(SHANGHAI) if at.tzinfo else at.replace(tzinfo=SHANGHAI)
