"""Files of items that are not for everybody, and whether those who keep copies have been told.

A file becomes private in ways that no signal tells of: many are moved to another collection, a collection is moved
below a private one, a licence ends at midnight. So what was told last is remembered and compared with what is true; the
scheduler does that all the time, a signal only makes it sooner.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from cms.media.models import Image, Media
from cms.publications.recording import because, record_pages
from cms.tv.answering import for_the_public
from cms.tv.models import HiddenFiles, Item

BATCH = 500


def tell_all() -> None:
    numbers = list(Item.objects.open().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        tell(Item.objects.filter(pk__in=numbers[start : start + BATCH]))
    HiddenFiles.objects.exclude(item__ended_at=None).delete()


def tell(items: QuerySet[Item]) -> None:
    """Those of which other files are hidden than was told last get a row in the log, so that copies of them are fetched
    again. Told before true: what changes in between is told twice and not never."""
    told = dict(HiddenFiles.objects.filter(item__in=items).values_list("item", "files"))
    pages, now = _hidden(items)
    if news := [number for number, files in now.items() if files != told.get(number, [])]:
        with transaction.atomic(), because("tv.file"):
            record_pages(Q(pk__in=[pages[number] for number in news]), changed=True)
            HiddenFiles.objects.bulk_create(
                [HiddenFiles(item_id=number, files=now[number]) for number in news],
                update_conflicts=True,
                unique_fields=["item"],
                update_fields=["files"],
            )


def _hidden(items: QuerySet[Item]) -> tuple[dict[int, int | None], dict[int, list[str]]]:
    """By the items' numbers: their pages, and the files of each."""
    found: list[dict[str, Any]] = list(items.order_by("pk").values("pk", "page", "pictures", "recordings"))
    pictures = for_the_public(Image, (number for item in found for number in item["pictures"]))
    recordings = for_the_public(Media, (number for item in found for number in item["recordings"]))
    return {item["pk"]: item["page"] for item in found}, {
        item["pk"]: [
            *(f"picture {number}" for number in item["pictures"] if number not in pictures),
            *(f"recording {number}" for number in item["recordings"] if number not in recordings),
        ]
        for item in found
    }
