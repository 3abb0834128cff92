"""Where an alert is shown, and what comes first."""

from collections.abc import Iterable

from wagtail.models import Site

from cms.tv.alerts.models import Alert
from cms.tv.alerts.terms import Severity
from cms.tv.places import top_sites


def shown_on(alert: Alert, sites: Iterable[Site]) -> list[Site]:
    """On the sites of its areas, on those below them, and on that of whoever issued it. Sites with their root pages."""
    sites = list(sites)
    roots = tuple(site.root_page.path for site in sites if site.pk in alert.areas)
    return [site for site in sites if site.pk == alert.site_id or (roots and site.root_page.path.startswith(roots))]


def in_order(alerts: Iterable[Alert], sites: Iterable[Site]) -> list[Alert]:
    """The prefecture's before those of counties, then the gravest, then the newest."""
    top = top_sites(sites)
    return sorted(
        alerts, key=lambda alert: (alert.site_id not in top, Severity(alert.severity).rank, -alert.sent.timestamp())
    )
