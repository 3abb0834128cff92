"""Alerts in force on top of every page of the sites that they are for.

They are few and short-lived, so one list of them is remembered for all pages and no page asks the database for itself.
"""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Site

from cms.core.translated import translated
from cms.sitewide.banners import Banner
from cms.sitewide.models import AlertBanner
from cms.tv.alerts.models import Alert, Replacement
from cms.tv.alerts.shown import in_order, shown_on

CACHE_KEY = "tv_alerts"
# Other processes may remember the list so long after an alert was issued.
SECONDS = 20
LEVELS = {"red": AlertBanner.Level.URGENT, "orange": AlertBanner.Level.URGENT, "yellow": AlertBanner.Level.WARNING}


def connect() -> None:
    post_save.connect(forget, sender=Alert)
    post_save.connect(forget, sender=Replacement)


def forget(**kwargs: Any) -> None:
    cache.delete(CACHE_KEY)
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))


def banners(site: Site, sites: Iterable[Site]) -> list[Banner]:
    now = timezone.now()
    standing = cache.get_or_set(CACHE_KEY, lambda: list(Alert.objects.standing()), SECONDS)
    alerts = [alert for alert in standing if alert.effective <= now < alert.expires and site in shown_on(alert, sites)]
    return [_banner(alert) for alert in in_order(alerts, sites)]


def _banner(alert: Alert) -> Banner:
    words = translated(alert)
    return Banner(
        pk=alert.key,
        level=LEVELS.get(alert.level, AlertBanner.Level.INFO),
        title=words.headline,
        text=words.instruction or words.description,
        starts_at=alert.effective,
        drill=alert.is_drill,
        grave=True,
    )
