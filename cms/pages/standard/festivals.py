"""Festivals of the year, by the lunar calendar or by ours; when each comes next is computed, never typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from cms.blocks.languages import in_active_language
from cms.core import lunar
from cms.core.formats import day_of_year

LUNAR, SOLAR = "lunar", "solar"
LEAP_YEAR = 2024
# After a leap year the next may be eight years away: 2096 to 2104.
YEARS_TO_SEARCH = 9
SAMPLE_FESTIVAL = {
    "name": "女儿会",
    "calendar": LUNAR,
    "month": 7,
    "day": 12,
    "place": "石窑、大山顶",
    "note": "各地日期不同，以当地公告为准。",
    "page": None,
}


@dataclass(frozen=True)
class Festival:
    """A festival with the day on which it comes next."""

    value: blocks.StructValue
    date: date
    page: Page | None

    @property
    def calendar_text(self) -> str:
        """The day of its own calendar, as people know it."""
        if self.value["calendar"] == LUNAR:
            return lunar.day_text(self.value["month"], self.value["day"])
        return day_of_year(self.date)


def next_date(festival: Mapping[str, Any], since: date) -> date | None:
    if festival["calendar"] == LUNAR:
        return lunar.next_date(festival["month"], festival["day"], since)
    for year in range(since.year, since.year + YEARS_TO_SEARCH):
        found = solar_date(year, festival["month"], festival["day"])
        if found and found >= since:
            return found
    return None


def solar_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class FestivalBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Festival"), max_length=40)
    calendar = blocks.ChoiceBlock(
        label=_("Calendar"), choices=[(LUNAR, _("Lunar calendar")), (SOLAR, _("Solar calendar"))], default=LUNAR
    )
    month = blocks.IntegerBlock(label=_("Month"), min_value=1, max_value=12)
    day = blocks.IntegerBlock(
        label=_("Day"),
        min_value=1,
        max_value=31,
        help_text=_("30 in the lunar calendar is the last day of the month, also when it has only 29."),
    )
    place = blocks.CharBlock(label=_("Place"), max_length=40, required=False, help_text=_("Where it is celebrated."))
    note = blocks.CharBlock(label=_("What happens"), max_length=80, required=False, help_text=_("One sentence."))
    page = blocks.PageChooserBlock(label=_("Page"), required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        month, day = cleaned["month"], cleaned["day"]
        if cleaned["calendar"] == LUNAR and day > lunar.LONGEST_MONTH:
            message = _("A lunar month has at most 30 days.")
        elif cleaned["calendar"] == SOLAR and solar_date(LEAP_YEAR, month, day) is None:
            message = _("This month has no such day.")
        else:
            return cleaned
        raise blocks.StructBlockValidationError(block_errors={"day": ValidationError(message)})

    class Meta:
        icon = "date"
        label = _("Festival")
        label_format = "{name} {month}/{day}"


class FestivalsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20)
    intro = blocks.CharBlock(label=_("Introduction"), max_length=80, required=False)
    festivals = blocks.ListBlock(FestivalBlock(), label=_("Festivals"), min_num=1, max_num=12)

    class Meta:
        icon = "calendar-alt"
        label = _("Festivals")
        label_format = "{title}"
        description = _("Festivals with the day on which each comes next, the nearest first.")
        template = "blocks/sections/festivals.html"
        preview_value = {"title": "岁时节日", "intro": "", "festivals": [SAMPLE_FESTIVAL]}

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        today = timezone.localdate()
        pages = in_active_language(festival["page"] for festival in value["festivals"])
        festivals = [
            Festival(festival, day, pages.get(festival["page"].pk) if festival["page"] else None)
            for festival in value["festivals"]
            if (day := next_date(festival, today))
        ]
        context["festivals"] = sorted(festivals, key=lambda festival: festival.date)
        return context
