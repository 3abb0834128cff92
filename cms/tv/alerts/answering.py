"""From alerts to answers, in the reader's language or, where nobody has written that, in Chinese."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from wagtail.models import Site

from cms.blocks.languages import ENGLISH, SOURCE
from cms.core.translated import localized, translated
from cms.sitewide.models import SiteIdentity
from cms.tv.alerts.models import Alert
from cms.tv.alerts.shown import in_order, shown_on
from cms.tv.answering import PATH
from cms.tv.places import site_ref, sites_with_identities, top_sites

Places = list[tuple[Site, SiteIdentity]]


def answers(alerts: Iterable[Alert], origin: str, locale: str, places: Places | None = None) -> list[dict[str, Any]]:
    """In the order in which they are shown; one query for the sites, one for their names."""
    places = places or sites_with_identities()
    sites = sites_among(places)
    top = top_sites(sites)
    with translation.override(locale):
        return [
            _answer(alert, origin, locale, sites)
            | {"of_prefecture": alert.site_id in top, "sender_name": _name_of_sender(alert, places)}
            for alert in in_order(alerts, sites)
        ]


def _answer(alert: Alert, origin: str, locale: str, sites: list[Site]) -> dict[str, Any]:
    words = translated(alert)
    names = ("sender", "level", "urgency", "severity", "certainty", "sent", "effective", "expires")
    return {name: getattr(alert, name) for name in names} | {
        "id": alert.key,
        "drill": alert.is_drill,
        "sites": [site_ref(site.pk, site.root_url) for site in shown_on(alert, sites)],
        **{name: getattr(words, name) for name in ("event", "headline", "description", "instruction")},
        "locale": SOURCE.code if locale == ENGLISH.code and not alert.headline_en else locale,
        "cap": f"{origin}{PATH}/alerts/{alert.key}/cap.xml",
    }


def _name_of_sender(alert: Alert, places: Places) -> str:
    """For people: the program's name, or that of the site whose people have issued it."""
    if alert.source_id:
        return alert.source.name
    names = [localized(identity.full_name, identity.name_en) for site, identity in places if site.pk == alert.site_id]
    return names[0] if names and names[0] else alert.sender


def sites_among(places: Places) -> list[Site]:
    return [site for site, _identity in places]
