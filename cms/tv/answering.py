"""From approved items to answers: addresses, sites, and what may be shown of the pictures at this moment.

For a list of any length: the items with their pages, the sites, the pictures, the recordings, the spots; five queries.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.core.files.storage import default_storage
from django.utils.http import urlencode

from cms.media.models import Image, Media
from cms.media.privacy import in_private_collection
from cms.media.serving import content_type_of
from cms.pages.scenic.models import ScenicSpotPage
from cms.tv.kinds import item_id
from cms.tv.models import Item
from cms.tv.places import Place, Places

# Where the phone page was found; the campaign of its QR code (T-10).
CAMPAIGN = {"from": "tv"}
PATH = "/api/tv/v1"


class Answers:
    """Answers for these items, each with its page (`select_related`); `origin` is where the consumer reached us, such
    as `https://enshi.example`."""

    def __init__(self, items: Iterable[Item], origin: str) -> None:
        places = Places()
        self.placed = [(item, place) for item in items if (place := places.of(item.page))]
        self.items = [item for item, _place in self.placed]
        self.origin, self.base = origin, origin + PATH

    def full(self) -> list[dict[str, Any]]:
        self.pictures = for_the_public(Image, (number for item in self.items for number in item.pictures))
        self.recordings = for_the_public(Media, (number for item in self.items for number in item.recordings))
        self.spots = self._spots()
        return [self._full(item, place) for item, place in self.placed]

    def heads(self) -> list[dict[str, Any]]:
        return [self._head(item, place) for item, place in self.placed]

    def phone_links(self) -> list[str]:
        return [phone_link(place.url) for _item, place in self.placed]

    def _head(self, item: Item, place: Place) -> dict[str, Any]:
        page = item.page
        number = item_id(item.kind, item.translation_key)
        return {
            "id": number,
            "locale": place.root.language_code,
            "type": item.kind,
            "revision": item.pk,
            "site": place.site,
            "title": item.title,
            "published_at": page.first_published_at,
            "updated_at": page.last_published_at,
            "valid_from": page.first_published_at,
            "valid_to": page.expire_at,
            "url": f"{self.base}/items/{number}?{urlencode({'locale': place.root.language_code})}",
        }

    def _full(self, item: Item, place: Place) -> dict[str, Any]:
        head, payload = self._head(item, place), item.payload
        pictures = {
            picture["number"]: self._picture(picture)
            for picture in payload["pictures"]
            if picture["number"] in self.pictures
        }
        return head | {
            "headline": payload["headline"],
            "summary": payload["summary"],
            "tv": payload["texts"],
            "lead": pictures.get(payload["lead"]),
            "pictures": list(pictures.values()),
            "recordings": [self._recording(one) for one in payload["recordings"] if one["number"] in self.recordings],
            "body": {
                "blocks": [shown for block in payload["blocks"] if (shown := self._block(block, pictures))],
                "html": payload["html"],
                "prompter": payload["prompter"],
            },
            **{name: payload[name] for name in ("reading_time_s", "source", "editor", "topics", "reviewed")},
            "place": self._place(item),
            "links": {
                "web": place.url,
                "phone": phone_link(place.url),
                "qr": f"{self.base}/items/{head['id']}/qr.svg?{urlencode({'locale': head['locale']})}",
            },
        }

    def _block(self, block: dict[str, Any], pictures: dict[int, Any]) -> dict[str, Any] | None:
        """None for a block whose only content is not for everybody any more."""
        if block.get("image"):
            return block if int(block["image"]) in pictures else None
        if block.get("media"):
            return block if int(block["media"]) in self.recordings else None
        if "images" in block:
            return block | {"images": [one for one in block["images"] if int(one["image"] or 0) in pictures]}
        return block

    def _place(self, item: Item) -> dict[str, Any] | None:
        spot = self.spots.get(item.page_id)
        if spot is None:
            return None
        state = spot.open_state()
        opening = {"is_open": state.is_open, "status": state.status.value, "headline": state.headline}
        return item.payload["place"] | {"opening": opening | {"detail": state.detail, "opens_at": state.next_opening}}

    def _spots(self) -> dict[int, ScenicSpotPage]:
        """By the page's number; a draft comes with its own page."""
        places = [item for item in self.items if item.payload["place"]]
        drafts = {item.page_id: item.page for item in places if isinstance(item.page, ScenicSpotPage)}
        numbers = {item.page_id for item in places} - drafts.keys()
        return drafts | (ScenicSpotPage.objects.in_bulk(numbers) if numbers else {})

    def _picture(self, stored: dict[str, Any]) -> dict[str, Any]:
        sizes = {
            name: {"url": self._url(size["file"]), "width": size["width"], "height": size["height"]}
            for name, size in stored["sizes"].items()
        }
        names = ("alt", "caption", "credit", "dominant_color")
        return {"id": stored["number"]} | {name: stored[name] for name in names} | sizes

    def _recording(self, stored: dict[str, Any]) -> dict[str, Any]:
        names = ("type", "title", "duration_s", "transcript")
        addresses = {
            "url": self._url(stored["file"]),
            "mime": content_type_of(stored["file"]),
            "hls_url": stored.get("hls_url") or None,
        }
        return {"id": stored["number"]} | addresses | {name: stored[name] for name in names}

    def _url(self, file: str) -> str:
        return urljoin(self.origin, default_storage.url(file))


def phone_link(web: str) -> str:
    return f"{web}?{urlencode(CAMPAIGN)}"


def for_the_public(model: type[Image] | type[Media], numbers: Iterable[int]) -> set[int]:
    """Of the files with these numbers, those that everybody may see at this moment; one query."""
    wanted = set(numbers)
    found = model.objects.filter(~in_private_collection(), pk__in=wanted) if wanted else ()
    return {row.pk for row in found if row.is_usable}
