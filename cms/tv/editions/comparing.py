"""What an edition changed: its items and rundowns beside those of the one before."""

import json
from typing import Any

from cms.tv.editions.making import intact
from cms.tv.editions.models import Edition

JSON = dict[str, Any]


def described(editions: list[Edition], newest: Edition | None) -> list[dict[str, Any]]:
    """Newest first, without gaps; of the last one the one before is looked up."""
    if not editions:
        return []
    before = Edition.objects.filter(channel=editions[-1].channel_id, number=editions[-1].number - 1).first()
    manifests = [json.loads(edition.manifest) if edition else None for edition in [*editions, before]]
    whole = intact(editions)
    return [
        {
            "edition": edition,
            "is_current": edition == newest,
            "is_intact": edition.pk in whole,
            "items": len(manifest["items"]),
            "size": sum(asset["size"] for asset in manifest["assets"]) + len(edition.manifest.encode()),
            "changes": changes(earlier, manifest) if earlier else None,
        }
        for edition, manifest, earlier in zip(editions, manifests, manifests[1:], strict=False)
    ]


def changes(before: JSON, after: JSON) -> JSON:
    """Titles of items that came, went, or are others than before; whether the plan is another one."""
    old, new = ({(item["id"], item["locale"]): item for item in each["items"]} for each in (before, after))
    return {
        "added": [new[key]["title"] for key in new if key not in old],
        "gone": [old[key]["title"] for key in old if key not in new],
        "changed": [new[key]["title"] for key in new if key in old and new[key] != old[key]],
        "plan": before["rundowns"] != after["rundowns"],
    }
