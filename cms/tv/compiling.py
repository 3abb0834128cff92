"""Makes of a page what consumers of the channel get of it, once, when it is approved for television."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Max
from wagtail.models import Page

from cms.core.models import BasePage
from cms.editorial.gate.models import Approval
from cms.media.models import Image, Media
from cms.tv.body import Block, blocks_of, html_of, lines_of
from cms.tv.kinds import kind_of
from cms.tv.models import Item
from cms.tv.pictures import picture_of
from cms.tv.printable import printable
from cms.tv.prompter import in_lines, reading_time, spoken, with_hints


def compile_item(page: BasePage, current: str) -> Item:
    """Not saved; as in `compile_page`."""
    payload = compile_page(page, current)
    return Item(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        fingerprint=current,
        page=page,
        kind=kind_of(type(page)),
        title=payload["texts"]["title"],
        payload=payload,
        pictures=[picture["number"] for picture in payload["pictures"]],
        recordings=[recording["number"] for recording in payload["recordings"]],
    )


def compile_page(page: BasePage, current: str) -> dict[str, Any]:
    """`page` is specific and as it is live, `current` its fingerprint.

    Plain JSON; files are named, their addresses are the request's business.
    """
    blocks = blocks_of(page)
    pictures = _pictures(page, blocks)
    language = page.language_code
    lines = [line for block in blocks for line in lines_of(block, language)]
    payload = {
        "texts": {name.removeprefix("tv_"): text for name, text in page.tv_texts().items()},
        "headline": page.title,
        "summary": page.summary,
        "lead": page.lead_image_id if getattr(page, "lead_image_id", None) in pictures else None,
        "pictures": list(pictures.values()),
        "recordings": _recordings(blocks),
        "blocks": blocks,
        "html": html_of(blocks, language),
        "prompter": in_lines(with_hints(spoken(line, language), page.pronunciations()) for line in lines),
        "reading_time_s": reading_time(lines, language),
        "source": getattr(page, "source", ""),
        "editor": getattr(page, "responsible_editor", ""),
        "topics": [topic.name for topic in page.topics.all()] if hasattr(page, "topics") else [],
        "place": _place(page),
        "reviewed": _reviewed(page, current),
    }
    return printable(payload)


def _pictures(page: Page, blocks: list[Block]) -> dict[int, dict[str, Any]]:
    """By number: the lead picture first, then those of the body, each once."""
    captions: dict[int, str] = {}
    if number := getattr(page, "lead_image_id", None):
        captions[number] = ""
    for block in blocks:
        for shown in (block, *block.get("images", ())):
            if shown.get("image"):
                captions.setdefault(int(shown["image"]), shown.get("caption", ""))
    images = Image.objects.in_bulk(captions)
    made = {
        number: picture_of(images[number], page.language_code, caption)
        for number, caption in captions.items()
        if number in images
    }
    return {number: picture for number, picture in made.items() if picture}


def _recordings(blocks: list[Block]) -> list[dict[str, Any]]:
    wanted = {int(block["media"]) for block in blocks if block.get("media")}
    return [
        {
            "number": one.pk,
            "type": one.type,
            "title": one.title,
            "file": one.file.name,
            "hls_url": one.hls_url,
            "duration_s": round(one.duration or 0) or None,
            "transcript": one.transcript,
        }
        for one in Media.objects.filter(pk__in=wanted).order_by("pk")
    ]


def _place(page: Page) -> dict[str, Any] | None:
    """Of scenic spots: where, and how to get in. Whether it is open depends on the hour and is asked of the page."""
    if not hasattr(page, "opening_hours"):
        return None
    names = ("address", "latitude", "longitude", "phone", "booking_url", "grade", "step_free")
    place = {name: getattr(page, name) for name in names}
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in place.items()}


def _reviewed(page: Page, current: str) -> dict[str, Any]:
    """How many people approved this content and when the last of them did; never who (T-09)."""
    approvals = Approval.objects.of(page).filter(fingerprint=current)
    return approvals.aggregate(levels=Count("approver", distinct=True), at=Max("created_at"))
