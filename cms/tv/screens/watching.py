"""How each registered screen is doing: what it shows, what it should show, and when it was heard last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from cms.tv.alerts.models import Alert
from cms.tv.editions.models import Edition
from cms.tv.screens.models import LastReport, Screen
from cms.tv.screens.reporting import SILENT, due_alerts

GONE = timedelta(hours=1)
# From when an alert begins until every screen that is in contact has had the time to fetch it.
GRACE = timedelta(minutes=2)


class Level(IntEnum):
    GOOD = 0
    WARNING = 1
    BAD = 2

    @property
    def mark(self) -> str:
        return ("✓", "!", "✗")[self]

    @property
    def css(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str


@dataclass
class Row:
    """A screen with what is to be said about it; `made_at` is the age of the edition on air."""

    screen: Screen
    site: Site | None
    last: LastReport | None
    contact: Finding
    edition: Finding
    made_at: datetime | None
    alerts: list[Finding] = field(default_factory=list)

    @property
    def level(self) -> Level:
        return max(one.level for one in (self.contact, self.edition, *self.alerts))


def watch(screens: Iterable[Screen]) -> list[Row]:
    """The worst first. Five queries, however many screens."""
    screens, sites = list(screens), list(Site.objects.select_related("root_page"))
    standing = list(Alert.objects.in_force())
    reports = LastReport.objects.in_bulk([screen.pk for screen in screens])
    made = _made(screens, reports.values())
    rows = [_row(screen, reports.get(screen.pk), sites, standing, made) for screen in screens]
    return sorted(rows, key=lambda row: (-row.level, row.screen.code))


def _made(screens: list[Screen], reports: Iterable[LastReport]) -> dict[int, dict[int, datetime]]:
    """By channel and number: the newest of each channel, and those on air."""
    made = {screen.channel_id: {} for screen in screens}
    of_channels = Edition.objects.filter(channel__in=made).order_by()
    newest = of_channels.values("channel").annotate(pk_of_newest=Max("pk")).values("pk_of_newest")
    rows = of_channels.filter(Q(pk__in=newest) | Q(number__in={report.edition for report in reports} - {None}))
    for channel, number, at in rows.values_list("channel", "number", "made_at"):
        made[channel][number] = at
    return made


def _row(
    screen: Screen, last: LastReport | None, sites: list[Site], standing: list[Alert], made: dict[int, dict]
) -> Row:
    editions = made[screen.channel_id]
    contact = _contact(last)
    return Row(
        screen=screen,
        site=next((site for site in sites if site.pk == screen.site_id), None),
        last=last,
        contact=contact,
        edition=_edition(last, max(editions, default=None)),
        made_at=editions.get(last.edition) if last else None,
        alerts=[_alert(alert, last) for alert in due_alerts(screen, standing, sites)],
    )


def _contact(last: LastReport | None) -> Finding:
    if last is None:
        return Finding(Level.BAD, _("Never heard of"))
    silence = timezone.now() - last.at
    if silence <= SILENT:
        return Finding(Level.GOOD, _("In contact"))
    text = _("Silent for %(time)s") % {"time": in_words(silence)}
    return Finding(Level.BAD if silence > GONE else Level.WARNING, text)


def _edition(last: LastReport | None, newest: int | None) -> Finding:
    if newest is None:
        return Finding(Level.GOOD, _("The channel has no edition yet"))
    on_air = last.edition if last else None
    if on_air is None:
        return Finding(Level.WARNING, _("No edition on air; current: %(newest)s") % {"newest": newest})
    if on_air == newest:
        return Finding(Level.GOOD, _("%(number)s, the current one") % {"number": on_air})
    return Finding(Level.WARNING, _("%(number)s; current: %(newest)s") % {"number": on_air, "newest": newest})


def _alert(alert: Alert, last: LastReport | None) -> Finding:
    words = {"headline": alert.headline}
    if last and alert.key in last.alerts:
        return Finding(Level.GOOD, _("Shows: %(headline)s") % words)
    is_late = timezone.now() - max(alert.effective, alert.created_at) > GRACE
    return Finding(Level.BAD if is_late else Level.WARNING, _("Does not show: %(headline)s") % words)


def in_words(span: timedelta) -> str:
    """In the largest whole unit."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = minutes // (24 * 60)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
