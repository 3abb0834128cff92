"""Media RSS: what app builders for set-top boxes read (http://www.rssboard.org/media-rss)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from cms.tv.printable import printable

NAMESPACE = "http://search.yahoo.com/mrss/"
# A picture in the sizes that such programs ask for: exactly 16:9, and the poster.
THUMBNAILS = ("card_640x360", "poster_480x720")


class Mrss(Rss201rev2Feed):
    """Of items as the contract has them (`entry` of each); `changed_at` is the feed's own time of change."""

    def latest_post_date(self) -> datetime:
        """An unchanged feed stays the same bytes."""
        return self.feed["changed_at"] or super().latest_post_date()

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:media": NAMESPACE}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for content in (*map(_recording, entry["recordings"]), *_picture(entry["lead"])):
            handler.addQuickElement("media:content", None, content)
        if lead := entry["lead"]:
            for name in THUMBNAILS:
                size = lead[name]
                attributes = {"url": size["url"], "width": str(size["width"]), "height": str(size["height"])}
                handler.addQuickElement("media:thumbnail", None, attributes)
        handler.addQuickElement("media:title", entry["tv"]["title"], {"type": "plain"})
        handler.addQuickElement("media:description", entry["tv"]["summary"], {"type": "plain"})
        for topic in entry["topics"]:
            handler.addQuickElement("media:category", topic)
        for role, name in (("editor", entry["editor"]), ("source", entry["source"])):
            if name:
                handler.addQuickElement("media:credit", name, {"role": role, "scheme": "urn:ebu"})
        handler.addQuickElement("media:rating", "nonadult", {"scheme": "urn:simple"})


def _recording(recording: dict[str, Any]) -> dict[str, str]:
    content = {"url": recording["url"], "type": recording["mime"], "medium": recording["type"]}
    return content | ({"duration": str(recording["duration_s"])} if recording["duration_s"] else {})


def _picture(picture: dict[str, Any] | None) -> Iterable[dict[str, str]]:
    if picture:
        hero = picture["hero_1920x1080"]
        size = {"width": str(hero["width"]), "height": str(hero["height"])}
        yield {"url": hero["url"], "type": "image/jpeg", "medium": "image", **size}


def mrss(entries: list[dict[str, Any]], **about: Any) -> str:
    """`about`: title, link, description, language, feed_url, changed_at."""
    feed = Mrss(**printable(about))
    for entry in printable(entries):
        feed.add_item(
            title=entry["tv"]["title"],
            link=entry["links"]["web"],
            description=entry["tv"]["summary"],
            pubdate=entry["published_at"],
            updateddate=entry["updated_at"],
            unique_id=entry["id"],
            unique_id_is_permalink=False,
            categories=entry["topics"],
            entry=entry,
        )
    return feed.writeString("utf-8")
