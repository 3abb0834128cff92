"""Services that a screen hands over to the phone: those of home pages that television may show (T-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.utils.http import urlencode
from wagtail.models import Page

from cms.pages.standard.models import HomePage
from cms.tv.answering import PATH, phone_link
from cms.tv.kinds import kind_of
from cms.tv.places import Place, Places
from cms.tv.visible import readable, visible_items

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
            "site": self.place.site,
            "locale": locale,
            **{name: self.value.get(name) or "" for name in ("label", "description", "icon")},
            "phone": self.address,
            "qr": f"{origin}{PATH}/services/{self.number}/qr.svg?{urlencode({'locale': locale})}",
        }


def services(locale: str) -> list[Service]:
    """In the order of the tree and of each home page; four queries."""
    homes = visible_items().filter(kind=kind_of(HomePage), locale__language_code=locale).values("page")
    places = Places()
    found = [
        (place, entry)
        for home in HomePage.objects.filter(pk__in=homes).order_by("path")
        if (place := places.of(home))
        for entry in _entries(home)
    ]
    numbers = {entry["value"].get("page") for _place, entry in found} - {None}
    pages = {page.pk: page for page in readable(Page.objects.filter(pk__in=numbers))} if numbers else {}
    targets = {number: place for number, page in pages.items() if (place := places.of(page))}
    made = (
        Service(entry["id"], place, entry["value"], _address(entry["value"], place, targets)) for place, entry in found
    )
    return [service for service in made if service.address]


def _entries(home: HomePage) -> Iterator[dict[str, Any]]:
    for section in home.sections.raw_data:
        if section["type"] == SECTION:
            yield from section["value"]["items"]


def _address(value: dict[str, Any], place: Place, targets: dict[int, Place]) -> str:
    """Empty where it leads to nothing that everybody can read."""
    if not value.get("page"):
        return urljoin(place.root.root_url, value.get("address") or "") if value.get("address") else ""
    target = targets.get(value["page"])
    return phone_link(target.url) if target else ""
