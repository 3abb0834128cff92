"""What stands in an edition, as plain JSON, before it has a number: made from a plan, or from an earlier edition."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cms.media.serving import content_type_of
from cms.tv.answering import PATH, Answers
from cms.tv.editions.assets import keep_bytes, keep_stored
from cms.tv.editions.models import Edition, EditionAsset, Row, Rundown
from cms.tv.editions.planning import Plan, laid_out, rows_of
from cms.tv.models import Item
from cms.tv.pictures import SIZES, qr_code

JSON = dict[str, Any]
# Why a file is there: numbers of its item, picture and recording.
Ground = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Content:
    rundowns: list[JSON]
    items: list[JSON]
    files: list[EditionAsset]

    def as_json(self) -> JSON:
        unique = {file.sha256: file for file in self.files}
        return {
            "rundowns": self.rundowns,
            "items": self.items,
            "assets": [
                {"sha256": file.sha256, "size": file.size, "mime": file.mime, "url": f"{PATH}/assets/{file.sha256}"}
                for _hash, file in sorted(unique.items())
            ],
        }


def content_of(rundowns: list[Rundown]) -> Content:
    """As they can be shown now. Copies the files that it names into the store of editions."""
    plan = Plan(rows_of(rundowns))
    items, files = _items(plan.items.values())
    all_written = []
    for rundown in rundowns:
        written = plan.written(rundown)
        for row, as_json in zip(rundown.rows.all(), written["rows"], strict=True):
            if row.kind == Row.Kind.CLIP and not plan.skipped(row) and (clip := _clip(row)):
                files.append(clip)
                as_json["clip"] = clip.sha256
        all_written.append(written)
    return arranged(all_written, items, files)


def without(edition: Edition, grounds: Collection[Ground]) -> Content:
    """What stands in the edition, of which only files on these grounds may still be shown."""
    manifest = json.loads(edition.manifest)
    files = [file for file in edition.assets.all() if ground_of(file) in grounds]
    there = {(file.item_id, file.sha256) for file in files}
    items = [
        item | {"pictures": [picture for picture in item["pictures"] if _is_whole(item, picture, there)]}
        for item in manifest["items"]
        if (item["revision"], item["qr"]) in there
    ]
    return arranged(manifest["rundowns"], items, files)


def _is_whole(item: JSON, picture: JSON, there: Collection[tuple[int, str]]) -> bool:
    return all((item["revision"], picture[size]) in there for size in SIZES)


def ground_of(file: EditionAsset) -> Ground:
    return file.item_id, file.image, file.recording


def arranged(rundowns: list[JSON], items: list[JSON], files: list[EditionAsset]) -> Content:
    """The rows that these items and files allow, or what stands in for them; then only what rows need."""
    by_key = {(item["id"], item["locale"]): item for item in items}
    clips = {file.sha256 for file in files if file.recording}
    rundowns = [
        rundown | {"rows": laid_out(row for each in rundown["rows"] if (row := _shown(each, by_key, clips)))}
        for rundown in rundowns
    ]
    rows = [row for rundown in rundowns for row in rundown["rows"]]
    needed = {(row[name], row["locale"]) for row in rows for name in ("item", "fallback")}
    items = [item for key, item in by_key.items() if key in needed]
    revisions, clips = {item["revision"] for item in items}, {row["clip"] for row in rows}
    files = [file for file in files if file.item_id in revisions or file.recording and file.sha256 in clips]
    return Content(rundowns, items, files)


def _shown(row: JSON, items: dict[tuple[str, str], JSON], clips: Collection[str]) -> JSON | None:
    item, fallback = (items.get((row[name], row["locale"])) for name in ("item", "fallback"))
    if fallback is None:
        row = row | {"fallback": None}
    if row["kind"] == "item" and item:
        return row | {"picture": _picture_of(item, row["crop"])}
    if row["kind"] == "live" or row["clip"] in clips:
        return row
    if fallback is None:
        return None
    return row | {
        "kind": "item",
        "item": row["fallback"],
        "title": fallback["title"],
        "picture": _picture_of(fallback, row["crop"]),
        "clip": None,
        "spoken": fallback["prompter"],
        "fallback": None,
    }


def _picture_of(item: JSON, crop: str) -> str | None:
    return item["pictures"][0][crop] if item["pictures"] else None


def _clip(row: Row) -> EditionAsset | None:
    name = row.recording.file.name
    kept = keep_stored(name, content_type_of(name))
    return kept and kept.asset(recording=row.recording_id)


def _items(items: Iterable[Item]) -> tuple[list[JSON], list[EditionAsset]]:
    answers, files = Answers(sorted(items, key=lambda item: item.pk), ""), []
    made = []
    for item, full, link in zip(answers.items, answers.full(), answers.phone_links(), strict=True):
        qr = keep_bytes(qr_code(link), "image/svg+xml").asset(item=item)
        files.append(qr)
        made.append(
            {name: full[name] for name in ("id", "locale", "type", "revision", "site", "source")}
            | item.payload["texts"]
            | {
                "html": full["body"]["html"],
                "prompter": full["body"]["prompter"],
                "pictures": _pictures(item, answers.pictures, files),
                "place": _place(item),
                "published_at": _moment(full["published_at"]),
                "valid_to": _moment(full["valid_to"]),
                "phone": link,
                "qr": qr.sha256,
            }
        )
    return made, files


def _pictures(item: Item, public: Collection[int], files: list[EditionAsset]) -> list[JSON]:
    """Adds their files. One of which a size is gone is left out."""
    made = []
    for stored in item.payload["pictures"]:
        if stored["number"] not in public:
            continue
        sizes = {name: keep_stored(size["file"], "image/jpeg") for name, size in stored["sizes"].items()}
        if not all(sizes.values()):
            continue
        files.extend(kept.asset(item=item, image=stored["number"]) for kept in sizes.values())
        texts = {name: stored[name] for name in ("alt", "caption", "credit", "dominant_color")}
        texts["alt"] = texts["alt"] or texts["caption"] or item.payload["texts"]["title"]
        made.append(texts | {name: kept.sha256 for name, kept in sizes.items()})
    return made


def _place(item: Item) -> JSON | None:
    """Whether it is open is not for an edition to say, which is shown for days."""
    place = item.payload["place"]
    return place and place | {name: _degrees(place[name]) for name in ("latitude", "longitude")}


def _degrees(value: float | None) -> str | None:
    return None if value is None else f"{value:.6f}"


def _moment(value: datetime | None) -> str | None:
    return value and timezone.localtime(value).isoformat()
