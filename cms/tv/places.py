"""Where things are: the sites of the channel, and the site and address of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import Case, F, IntegerField, JSONField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from wagtail.models import Page, PageQuerySet, Site
from wagtail.models.sites import SiteRootPath

from cms.blocks.languages import home_path, root_above
from cms.core.scope import site_trees
from cms.sitewide.models import SiteIdentity
from cms.tv.caching import PERIOD
from cms.tv.kinds import kinds

KEY = "tv-site-identities"


@dataclass(frozen=True)
class Place:
    """Where a page lies: its site, also as items name it, and its address."""

    root: SiteRootPath
    site: dict[str, str]
    url: str


class Places:
    """Where pages lie at this moment: make one for each answer. One query, when it is first asked.

    Not from Wagtail's cached site paths: where other processes' are an hour old, consumers would be told to delete what
    may be shown.
    """

    def of(self, page: Page) -> Place | None:
        """None outside of all sites."""
        root = root_above(page.url_path, self.roots)
        if root is None:
            return None
        url = root.root_url + home_path(root.language_code) + page.url_path[len(root.root_path) :]
        return Place(root, self._homes[root], url)

    @property
    def roots(self) -> list[SiteRootPath]:
        return list(self._homes)

    @cached_property
    def _homes(self) -> dict[SiteRootPath, dict[str, str]]:
        """The home pages of all sites in all languages, with their sites as items name them."""
        names = {"pk": F("pk"), "hostname": F("hostname"), "port": F("port")}
        told = {"code": F("siteidentity__division_code"), "name": F("siteidentity__short_name")}
        sites = Site.objects.filter(root_page__translation_key=OuterRef("translation_key"))
        first = sites.order_by("-is_default_site", "hostname").values(site=JSONObject(**names, **told))[:1]
        homes = Page.objects.filter(translation_key__in=Site.objects.order_by().values("root_page__translation_key"))
        rows = homes.annotate(site=Subquery(first, output_field=JSONField()))
        return dict(_home(*row) for row in rows.values_list("url_path", "locale__language_code", "site"))


def _home(path: str, language: str, site: dict[str, Any]) -> tuple[SiteRootPath, dict[str, str]]:
    url = Site(hostname=site["hostname"], port=site["port"]).root_url
    told = {"code": site["code"] or "", "host": url.partition("://")[2], "name": site["name"] or ""}
    return SiteRootPath(site["pk"], path, url, language), told


def identities() -> dict[int, SiteIdentity]:
    """By number of the site, as they were at most `PERIOD` seconds ago."""
    return cache.get_or_set(KEY, lambda: {one.site_id: one for one in SiteIdentity.objects.all()}, PERIOD)


def site_ref(number: int, root_url: str) -> dict[str, str]:
    """The site as alerts and channels name it."""
    identity = identities().get(number)
    return {
        "code": identity.division_code if identity else "",
        "host": root_url.partition("://")[2],
        "name": identity.short_name if identity else "",
    }


def pages_of(site: Site) -> PageQuerySet:
    """In all its languages, without those of sites within it."""
    return site_trees([site])[site].narrow(Page.objects.all()).order_by()


def sites_with_identities() -> list[tuple[Site, SiteIdentity]]:
    """In the order of the tree; one query."""
    sites = Site.objects.select_related("root_page", "siteidentity").order_by("root_page__path")
    return [(site, getattr(site, "siteidentity", None) or SiteIdentity(site=site)) for site in sites]


def top_sites(sites: Iterable[Site]) -> set[int]:
    """Those that lie below no other: the prefecture's. Which one is Wagtail's default says nothing about that.

    Sites with their root pages.
    """
    paths = {site.pk: site.root_page.path for site in sites}
    return {
        number
        for number, path in paths.items()
        if not any(path != other and path.startswith(other) for other in paths.values())
    }


def site_names(site: Site, identity: SiteIdentity) -> tuple[str, str]:
    """By which consumers may call it."""
    return site.hostname, identity.division_code


def kinds_on_sites(items: QuerySet, places: Places) -> dict[int, list[str]]:
    """What kinds of these items each site has, in a fixed order; by number of the site."""
    # Deepest first: a county lies below the prefecture.
    roots = sorted(places.roots, key=lambda root: -len(root.root_path))
    if not roots:
        return {}
    site = Case(
        *[When(page__url_path__startswith=root.root_path, then=Value(root.site_id)) for root in roots],
        output_field=IntegerField(),
    )
    pairs = set(items.annotate(on_site=site).order_by().values_list("on_site", "kind").distinct())
    return {root.site_id: [kind for kind in kinds() if (root.site_id, kind) in pairs] for root in roots}


def bounds_on_sites(
    items: QuerySet, seats: dict[int, tuple[float, float]], places: Places
) -> dict[int, dict[str, float]]:
    """The rectangle around what each site has on the map: its seat and the spots among these items; a site's are also
    those of the sites within it. By number of the site; `seats` are latitude and longitude."""
    spots = items.exclude(payload__place=None).values_list(
        "page__url_path", "payload__place__latitude", "payload__place__longitude"
    )
    points = {number: [seat] for number, seat in seats.items()}
    for path, latitude, longitude in spots:
        if latitude is not None and longitude is not None:
            for number in {root.site_id for root in places.roots if path.startswith(root.root_path)}:
                points.setdefault(number, []).append((latitude, longitude))
    return {number: _rectangle(found) for number, found in points.items()}


def _rectangle(points: list[tuple[float, float]]) -> dict[str, float]:
    latitudes, longitudes = zip(*points, strict=True)
    return {"south": min(latitudes), "west": min(longitudes), "north": max(latitudes), "east": max(longitudes)}
