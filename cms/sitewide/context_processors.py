"""`sitewide` in every template: what is set once per site and shown on all of its pages."""

from functools import cached_property
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.sitewide.inheritance import lineage, resolve
from cms.sitewide.menus import MenuItem, menu_items
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity


class FamilyMember(TypedDict):
    site: Site
    identity: SiteIdentity
    url: str
    current: bool


class Sitewide:
    """Loads each part when a template first asks for it; all parts together take at most four queries.

    Without a site (an unknown host) every part is empty, so that error pages can use the same templates.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def site(self) -> Site | None:
        return Site.find_for_request(self._request)

    @cached_property
    def _sites(self) -> list[Site]:
        """All sites in tree order, each with its root page and settings."""
        rows = Site.objects.select_related("root_page", "siteidentity__logo", "sitefooter", "sitemenu")
        # Without the manager's ordering by name: the order is that of the tree, which the next line makes.
        rows = rows.order_by()
        return sorted(rows, key=lambda site: site.root_page.path)

    @cached_property
    def _line(self) -> list[Site]:
        """This site, then those above it."""
        current = next((site for site in self._sites if self.site and site.pk == self.site.pk), None)
        return lineage(current, self._sites) if current else []

    @cached_property
    def home(self) -> Page | None:
        return self._line[0].root_page if self._line else None

    @cached_property
    def identity(self) -> SiteIdentity:
        return self._identity(self._line[0]) if self._line else SiteIdentity(brand_name=settings.WAGTAIL_SITE_NAME)

    @cached_property
    def footer(self) -> SiteFooter:
        # Not getattr's default: making a SiteFooter for a site would replace the one that the site came with.
        rows = [getattr(site, "sitefooter", None) or SiteFooter(site=site) for site in self._line]
        own, *above = rows or [SiteFooter()]
        return resolve(own, above)

    @cached_property
    def menu(self) -> list[MenuItem]:
        if not self._line:
            return []
        menu = getattr(self._line[0], "sitemenu", None)
        other_homes = [site.root_page_id for site in self._sites if site.pk != self.site.pk]
        return menu_items(menu, self._line[0], self._request, other_homes)

    @cached_property
    def alerts(self) -> list[AlertBanner]:
        """Effective now, the most urgent first: this site's own and those above that include it."""
        if not self._line:
            return []
        banners = AlertBanner.objects.effective().filter(site__in=self._line).select_related("link_page")
        shown = [banner for banner in banners if banner.site_id == self.site.pk or banner.include_nested]
        for banner in shown:
            if banner.link_page and not banner.link_page.live:
                banner.link_page = None
        return sorted(shown, key=lambda banner: AlertBanner.Level.values.index(banner.level), reverse=True)

    @cached_property
    def family(self) -> list[FamilyMember]:
        """Every site, the prefecture's first."""
        return [self._member(site) for site in self._sites] if self._line else []

    @cached_property
    def parent(self) -> FamilyMember | None:
        return self._member(self._line[1]) if len(self._line) > 1 else None

    @property
    def theme(self) -> str:
        """Folder of the theme; empty when it has been removed since it was chosen."""
        return self.identity.theme if self.identity.theme in settings.THEMES else ""

    def _member(self, site: Site) -> FamilyMember:
        current = site.pk == self.site.pk
        return FamilyMember(site=site, identity=self._identity(site), url=f"{site.root_url}/", current=current)

    def _identity(self, site: Site) -> SiteIdentity:
        """With names that are never empty."""
        own, *above = [
            getattr(member, "siteidentity", None) or SiteIdentity(site=member) for member in lineage(site, self._sites)
        ]
        identity = resolve(own, above)
        identity.full_name = identity.full_name or site.site_name or site.hostname
        identity.short_name = identity.short_name or identity.full_name
        identity.brand_name = identity.brand_name or identity.full_name
        return identity


def sitewide(request: HttpRequest) -> dict[str, Sitewide]:
    if not hasattr(request, "_sitewide"):
        request._sitewide = Sitewide(request)
    return {"sitewide": request._sitewide}
