"""`sitewide` in every template: what is set once per site and shown on all of its pages."""

from functools import cached_property
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.blocks.languages import active_language
from cms.core.translated import localized, translated
from cms.sitewide.banners import Banner, banners
from cms.sitewide.inheritance import lineage, resolve
from cms.sitewide.languages import LanguageChoice, Place, Places, page_choices, view_choices
from cms.sitewide.menus import MenuItem, menu_items
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity


class FamilyMember(TypedDict):
    """`hreflang` is empty where the site's home page is in the reader's language."""

    site: Site
    identity: SiteIdentity
    url: str
    hreflang: str
    current: bool


class FooterLink(TypedDict):
    label: str
    url: str
    hreflang: str


class Sitewide:
    """Loads each part when a template first asks for it; all parts together take at most four queries.

    Everything is in the language of the address: English where an editor has given it, else Chinese.
    Without a site (an unknown host) every part is empty, so that error pages can use the same templates.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def site(self) -> Site | None:
        return Site.find_for_request(self._request)

    @cached_property
    def page(self) -> Page | None:
        """The page that is being served; an error page may say which one the reader was looking for."""
        route = getattr(self._request, "_wagtail_route_for_request", None)
        return route[0] if route else None

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
    def _trail(self) -> list[Page]:
        return [*self.page.breadcrumbs, self.page] if self.page else []

    @cached_property
    def _places(self) -> Places:
        """Of all pages that the parts below lead to, so that they share one query."""
        return Places(
            {
                *(page.pk for page in self._trail),
                *(site.root_page_id for site in self._sites),
                *(link["page"] for link in self._footer_links if link.get("page")),
                *(banner.link_page_id for banner in self._banners if banner.link_page_id),
            }
        )

    @cached_property
    def home(self) -> Place | None:
        """This site's home page in the reader's language; None if the site does not have that language."""
        return self._places.of(self._line[0].root_page_id).get(active_language().code) if self._line else None

    @property
    def home_url(self) -> str:
        """Where "home" leads: to the Chinese home page if there is none in the reader's language."""
        place = self._places.best(self._line[0].root_page_id) if self._line else None
        return place.path if place else "/"

    @cached_property
    def languages(self) -> list[LanguageChoice]:
        """The languages that this address, or one near it, can be read in."""
        match = self._request.resolver_match
        if self._trail:
            return page_choices(self._trail, self._places)
        if not self._line:
            return []
        if match and match.view_name and match.view_name != "wagtail_serve":
            return view_choices(match, self._request, self._places.of(self._line[0].root_page_id))
        return page_choices([self._line[0].root_page], self._places)

    @property
    def alternates(self) -> list[LanguageChoice]:
        """What `hreflang` tells machines: empty unless there are at least two languages to choose from."""
        alternates = [choice for choice in self.languages if choice["alternate"]]
        return alternates if len(alternates) > 1 else []

    @cached_property
    def identity(self) -> SiteIdentity:
        return self._identity(self._line[0]) if self._line else SiteIdentity(brand_name=settings.WAGTAIL_SITE_NAME)

    @cached_property
    def footer(self) -> SiteFooter:
        # Not getattr's default: making a SiteFooter for a site would replace the one that the site came with.
        rows = [translated(getattr(site, "sitefooter", None) or SiteFooter(site=site)) for site in self._line]
        own, *above = rows or [SiteFooter()]
        return resolve(own, above)

    @property
    def _footer_links(self) -> list[dict]:
        """The stored form: the block values would load each page once more, in one language."""
        return [link["value"] for link in self.footer.links.raw_data]

    @cached_property
    def footer_links(self) -> list[FooterLink]:
        """The footer's links; those whose page is not live are left out."""
        links = []
        for link in self._footer_links:
            place = self._places.best(link.get("page"))
            if place:
                label = localized(link["label"], "" if place.hreflang else place.title)
                links.append(FooterLink(label=label, url=place.url, hreflang=place.hreflang))
            elif not link.get("page"):
                links.append(FooterLink(label=localized(link["label"]), url=link["address"], hreflang=""))
        return links

    @cached_property
    def menu(self) -> list[MenuItem]:
        if not self.home:
            return []
        menu = getattr(self._line[0], "sitemenu", None)
        homes = [place.pk for site in self._sites for place in self._places.of(site.root_page_id).values()]
        return menu_items(menu, self._line[0], self.home, self._request, homes)

    @cached_property
    def _banners(self) -> list[AlertBanner]:
        """Effective now, the most urgent first: this site's own and those above that include it."""
        if not self._line:
            return []
        banners = AlertBanner.objects.effective().filter(site__in=self._line)
        shown = [banner for banner in banners if banner.site_id == self.site.pk or banner.include_nested]
        return sorted(shown, key=lambda banner: AlertBanner.Level.values.index(banner.level), reverse=True)

    @cached_property
    def alerts(self) -> list[Banner | AlertBanner]:
        """Banners in force; the `place` of each is the page with more, if there is one that is live."""
        if not self._line:
            return []
        own = [translated(banner) for banner in self._banners]
        for alert in own:
            alert.place = self._places.best(alert.link_page_id)
        return [*banners(self._line[0], self._sites), *own]

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
        home = self._places.best(site.root_page_id)
        return FamilyMember(
            site=site,
            identity=self._identity(site),
            url=home.url if home else f"{site.root_url}/",
            hreflang=home.hreflang if home else "",
            current=site.pk == self.site.pk,
        )

    def _identity(self, site: Site) -> SiteIdentity:
        """With names that are never empty."""
        rows = [
            getattr(member, "siteidentity", None) or SiteIdentity(site=member) for member in lineage(site, self._sites)
        ]
        own, *above = [row.in_reader_language() for row in rows]
        identity = resolve(own, above)
        identity.full_name = identity.full_name or site.site_name or site.hostname
        identity.short_name = identity.short_name or identity.full_name
        identity.brand_name = identity.brand_name or identity.full_name
        return identity


def sitewide(request: HttpRequest) -> dict[str, Sitewide]:
    if not hasattr(request, "_sitewide"):
        request._sitewide = Sitewide(request)
    return {"sitewide": request._sitewide}
