"""Services that a screen hands over to the phone: those of home pages that television may show (T-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.utils.http import urlencode
from wagtail.models import Page

from cms.core.scope import live_public
from cms.pages.standard.models import HomePage
from cms.tv.answering import PATH, phone_link
from cms.tv.kinds import kind_of
from cms.tv.places import Place, place_of, site_ref
from cms.tv.visible import visible_items

SECTION = "services"


@dataclass(frozen=True)
class Service:
    """One entry of a home page's services. `address` is a web address or `tel:`, complete, for a QR code."""

    number: str
    place: Place
    value: dict[str, Any]
    address: str

    def answer(self, origin: str) -> dict[str, Any]:
        locale = self.place.root.language_code
        return {
            "id": self.number,
            "site": site_ref(self.place.root.site_id, self.place.root.root_url),
            "locale": locale,
            **{name: self.value.get(name) or "" for name in ("label", "description", "icon")},
            "phone": self.address,
            "qr": f"{origin}{PATH}/services/{self.number}/qr.svg?{urlencode({'locale': locale})}",
        }


def services(locale: str) -> list[Service]:
    """In the order of the tree and of each home page; three queries."""
    homes = visible_items().filter(kind=kind_of(HomePage), locale__language_code=locale).values("page")
    found = [
        (place, entry)
        for home in HomePage.objects.filter(pk__in=homes).order_by("path")
        if (place := place_of(home))
        for entry in _entries(home)
    ]
    numbers = {entry["value"].get("page") for _place, entry in found} - {None}
    pages = {page.pk: page for page in live_public(Page.objects.filter(pk__in=numbers))} if numbers else {}
    made = (
        Service(entry["id"], place, entry["value"], _address(entry["value"], place, pages)) for place, entry in found
    )
    return [service for service in made if service.address]


def _entries(home: HomePage) -> Iterator[dict[str, Any]]:
    for section in home.sections.raw_data:
        if section["type"] == SECTION:
            yield from section["value"]["items"]


def _address(value: dict[str, Any], place: Place, pages: dict[int, Page]) -> str:
    """Empty where it leads to nothing that everybody can read."""
    if not value.get("page"):
        return urljoin(place.root.root_url, value.get("address") or "") if value.get("address") else ""
    target = place_of(pages[value["page"]]) if value["page"] in pages else None
    return phone_link(target.url) if target else ""
