"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from typing import Any

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(entries: list[dict[str, Any]], *, next_url: str | None, **about: Any) -> dict[str, Any]:
    """`about`: title, home_page_url, feed_url, description, language."""
    more = {"next_url": next_url} if next_url else {}
    return {"version": VERSION, **about, **more, "items": [_item(entry, about["language"]) for entry in entries]}


def _item(entry: dict[str, Any], language: str) -> dict[str, Any]:
    """What is not known is left out: null has no place in this format."""
    lead = entry["lead"]
    item = {
        "id": entry["id"],
        "url": entry["links"]["web"],
        "title": entry["headline"],
        "summary": entry["tv"]["summary"],
        "content_html": entry["body"]["html"],
        "content_text": "\n".join(entry["body"]["prompter"]),
        "image": lead and lead["hero_1920x1080"]["url"],
        "banner_image": lead and lead["hero_1280x720"]["url"],
        "date_published": entry["published_at"],
        "date_modified": entry["updated_at"],
        "authors": [{"name": entry["editor"]}] if entry["editor"] else None,
        "tags": entry["topics"] or None,
        "language": language,
        "attachments": [_attachment(one) for one in entry["recordings"]] or None,
    }
    return {name: value for name, value in item.items() if value is not None}


def _attachment(recording: dict[str, Any]) -> dict[str, Any]:
    attachment = {
        "url": recording["url"],
        "mime_type": recording["mime"],
        "title": recording["title"],
        "duration_in_seconds": recording["duration_s"],
    }
    return {name: value for name, value in attachment.items() if value is not None}
