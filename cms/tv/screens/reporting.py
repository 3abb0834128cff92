"""Screens tell what they show. Reports are many, changes few: only changes are kept for good."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.tv.alerts.models import Alert
from cms.tv.alerts.shown import in_order, shown_on
from cms.tv.places import top_sites
from cms.tv.screens.models import Event, LastReport, Screen

# Reports come at least every minute; after so long a screen counts as silent.
SILENT = timedelta(minutes=3)
# Clocks of set-top boxes go wrong; beyond this what they say is worth nothing.
WRONG_CLOCK = timedelta(days=1)
MOST_ALERTS = 50


class Absurd(ValueError):
    """What cannot be, in a sentence."""


@transaction.atomic
def take_report(screen: Screen, edition: int | None, alerts: Iterable[str], shown_at: datetime) -> None:
    """Raises Absurd for what cannot be on a screen of this channel."""
    now = timezone.now()
    if timezone.is_naive(shown_at) or abs(now - shown_at) > WRONG_CLOCK:
        raise Absurd(_("shown_at must be a time with an offset, of about now."))
    newest = screen.channel.editions.order_by("-number").values_list("number", flat=True).first() or 0
    if edition is not None and not 1 <= edition <= newest:
        raise Absurd(_("The channel has no edition %(number)s.") % {"number": edition})
    shown = _alerts(alerts)
    # Two reports of one screen at once must not both see the state before.
    Screen.objects.select_for_update(of=("self",)).get(pk=screen.pk)
    last = LastReport.objects.filter(pk=screen.pk).first()
    _note_changes(screen, last, edition, shown, shown_at, now)
    values = {"edition": edition, "alerts": [alert.key for alert in shown], "shown_at": shown_at, "at": now}
    LastReport.objects.update_or_create(screen=screen, defaults=values)


def _alerts(keys: Iterable[str]) -> list[Alert]:
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_ALERTS:
        raise Absurd(_("At most %(count)s alerts.") % {"count": MOST_ALERTS})
    try:
        found = {alert.key: alert for alert in Alert.objects.filter(uid__in=[UUID(key) for key in wanted])}
    except ValueError:
        found = {}
    if unknown := [key for key in wanted if key not in found]:
        raise Absurd(_("There never was an alert “%(name)s”.") % {"name": unknown[0][:40]})
    return [found[key] for key in wanted]


def _note_changes(
    screen: Screen, last: LastReport | None, edition: int | None, shown: list[Alert], shown_at: datetime, now: datetime
) -> None:
    note = {"screen": screen, "shown_at": shown_at, "at": now}
    events = []
    if last and now - last.at > SILENT:
        events.append(Event(kind=Event.Kind.BACK, silent_since=last.at, edition=edition, **note))
    if last is None or last.edition != edition:
        events.append(Event(kind=Event.Kind.EDITION, edition=edition, **note))
    seen = set(screen.events.filter(alert__in=shown).values_list("alert", flat=True))
    events += [Event(kind=Event.Kind.ALERT, alert=alert, **note) for alert in shown if alert.pk not in seen]
    Event.objects.bulk_create(events)


def due_alerts(screen: Screen, standing: Iterable[Alert], sites: list[Site]) -> list[Alert]:
    """Those that the screen should be showing: its site's; without a site of its own, the prefecture's."""
    own = {screen.site_id} if screen.site_id else top_sites(sites)
    due = [alert for alert in standing if own & {site.pk for site in shown_on(alert, sites)}]
    return in_order(due, sites)
