"""StreamField blocks of scenic spots. Hours turn into `opening` dataclasses with `as_...` methods."""

import datetime
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.text import UntranslatedMixin
from cms.core.formats import SHORT_WEEKDAYS, day_of_year, listed
from cms.pages.scenic.opening import ExceptionalDays, Season, Slot

WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
DAY_GROUPS = [
    ([], _("Every day")),
    ([1, 2, 3, 4, 5, 6, 7], _("Every day")),
    ([1, 2, 3, 4, 5], _("Monday to Friday")),
    ([6, 7], _("Saturday and Sunday")),
    ([2, 3, 4, 5, 6, 7], _("Tuesday to Sunday")),
]
FACILITIES = [
    ("parking", _("Car park")),
    ("charging", _("Charging points")),
    ("visitor_centre", _("Visitor centre")),
    ("toilet", _("Toilets")),
    ("accessible_toilet", _("Accessible toilet")),
    ("nursing_room", _("Nursing room")),
    ("wheelchair", _("Wheelchair loan")),
    ("first_aid", _("First aid")),
    ("luggage", _("Left luggage")),
    ("guide", _("Guided tours")),
    ("audio_guide", _("Audio guide")),
    ("shuttle", _("Shuttle bus")),
    ("cable_car", _("Cable car")),
    ("elevator", _("Lift or escalator")),
    ("restaurant", _("Meals")),
    ("drinking_water", _("Drinking water")),
    ("shop", _("Shop")),
    ("lodging", _("Accommodation")),
    ("wifi", _("Wi-Fi")),
]
# 29 February is a date of the year too.
LEAP_YEAR = 2024
TICKET_KINDS = [("full", _("Full price")), ("concession", _("Concession")), ("free", _("Free of charge"))]
SAMPLE_SLOT = {
    "days": ["1", "2", "3", "4", "5"],
    "opens": datetime.time(8),
    "closes": datetime.time(17),
    "last_admission": datetime.time(16),
}


def month_and_day(text: str) -> tuple[int, int]:
    """`04-01` -> (4, 1)."""
    month, day = text.split("-")
    return int(month), int(day)


def validate_month_day(text: str) -> None:
    if not re.fullmatch(r"\d\d-\d\d", text, re.ASCII):
        raise ValidationError(_("Write month and day with two digits each, like 04-01."))
    try:
        datetime.date(LEAP_YEAR, *month_and_day(text))
    except ValueError as error:
        raise ValidationError(_("“%(date)s” is not a date of the year."), params={"date": text}) from error


class MonthDayBlock(UntranslatedMixin, blocks.CharBlock):
    """A date of every year, stored as MM-DD."""

    def __init__(self, **kwargs) -> None:
        super().__init__(validators=(validate_month_day,), **kwargs)

    class Meta:
        icon = "date"


class SlotValue(blocks.StructValue):
    @property
    def days_text(self) -> str:
        """The days of the week in words; none named means every day."""
        days = [int(day) for day in self.get("days") or []]
        for named, words in DAY_GROUPS:
            if days == named:
                return str(words)
        return listed(SHORT_WEEKDAYS[day - 1] for day in days)

    def as_slot(self) -> Slot:
        return Slot(
            opens=self["opens"],
            closes=self["closes"],
            last_admission=self.get("last_admission"),
            days=frozenset(int(day) for day in self.get("days") or []),
        )


class SlotBlock(blocks.StructBlock):
    """Opening and closing time on some days of the week."""

    days = blocks.MultipleChoiceBlock(
        choices=WEEKDAYS,
        label=_("Days"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for every day. Add another entry when other days have other hours."),
    )
    opens = blocks.TimeBlock(label=_("Opens"))
    closes = blocks.TimeBlock(
        label=_("Closes"),
        help_text=_("A time before the opening time means the next day; 23:59 means midnight."),
    )
    last_admission = blocks.TimeBlock(
        label=_("Last admission"),
        required=False,
        help_text=_("From this time on nobody is let in. Leave empty if none."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        errors = slot_errors(cleaned.as_slot())
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "time"
        label = _("Hours")
        description = _("Opening time, closing time and last admission on some days of the week.")
        label_format = "{opens}-{closes}"
        value_class = SlotValue
        preview_value = SAMPLE_SLOT


def slot_errors(slot: Slot) -> dict[str, ValidationError]:
    """Field name -> what is wrong with a slot's times."""
    if slot.opens == slot.closes:
        message = _("Opening and closing time are the same. For a place that never closes write 0:00 and 23:59.")
        return {"closes": ValidationError(message)}
    if slot.last_admission:
        any_day = Slot(slot.opens, slot.closes, slot.last_admission).on(datetime.date(2024, 1, 1))
        if slot.last_admission == slot.opens or any_day.last_admission > any_day.closes:
            message = _("The last admission must lie between the opening and the closing time.")
            return {"last_admission": ValidationError(message)}
    return {}


class SeasonValue(blocks.StructValue):
    def as_season(self) -> Season:
        return Season(
            starts=month_and_day(self["starts"]),
            ends=month_and_day(self["ends"]),
            slots=tuple(slot.as_slot() for slot in self["slots"]),
            name=self.get("name") or "",
        )

    @property
    def dates_text(self) -> str:
        """`1 April – 31 October`. Any leap year will do: only day and month are written."""
        first, last = (datetime.date(LEAP_YEAR, *month_and_day(self[name])) for name in ("starts", "ends"))
        return f"{day_of_year(first)} – {day_of_year(last)}"


class SeasonBlock(blocks.StructBlock):
    """Weekly hours that hold for a part of every year."""

    name = blocks.CharBlock(label=_("Name"), max_length=30, required=False, help_text=_("For example: peak season."))
    starts = MonthDayBlock(label=_("First day"), help_text=_("Month and day, like 04-01. 01-01 to 12-31 is all year."))
    ends = MonthDayBlock(
        label=_("Last day"), help_text=_("Month and day, like 10-31. May be earlier than the first day: winter.")
    )
    slots = blocks.ListBlock(
        SlotBlock(), label=_("Hours"), min_num=1, help_text=_("A day without an entry here is closed.")
    )

    class Meta:
        icon = "date"
        label = _("Season")
        description = _("Weekly opening hours for a part of every year. If seasons overlap, the lower one counts.")
        label_format = "{name} {starts} – {ends}"
        value_class = SeasonValue
        preview_value = {
            "name": "旺季",
            "starts": "04-01",
            "ends": "10-31",
            "slots": [SAMPLE_SLOT],
        }


class ExceptionValue(blocks.StructValue):
    def as_exception(self) -> ExceptionalDays:
        return ExceptionalDays(
            starts=self["starts"],
            ends=self.get("ends") or self["starts"],
            closed=bool(self.get("closed")),
            slots=tuple(slot.as_slot() for slot in self.get("slots") or []),
            reason=self.get("reason") or "",
        )


class ExceptionBlock(blocks.StructBlock):
    """Days on which the seasons do not count."""

    starts = blocks.DateBlock(label=_("First day"))
    ends = blocks.DateBlock(label=_("Last day"), required=False, help_text=_("Leave empty for a single day."))
    closed = blocks.BooleanBlock(label=_("Closed all day"), required=False)
    slots = blocks.ListBlock(
        SlotBlock(), label=_("Special hours"), default=[], help_text=_("Only when open at other hours than usual.")
    )
    reason = blocks.CharBlock(
        label=_("Reason"), max_length=60, required=False, help_text=_("Shown to visitors, for example: maintenance.")
    )

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {}
        if cleaned["ends"] and cleaned["ends"] < cleaned["starts"]:
            errors["ends"] = ValidationError(_("The last day lies before the first day."))
        if cleaned["closed"] and len(cleaned["slots"]):
            errors["closed"] = ValidationError(_("Either tick “closed” or give special hours, not both."))
        if not cleaned["closed"] and not len(cleaned["slots"]):
            errors["closed"] = ValidationError(_("Tick “closed” or give the special hours of these days."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "warning"
        label = _("Exception")
        description = _("Days that are closed or have special hours. If exceptions overlap, the lower one counts.")
        label_format = "{starts} – {ends} {reason}"
        value_class = ExceptionValue
        preview_value = {
            "starts": datetime.date(2026, 12, 7),
            "ends": datetime.date(2026, 12, 9),
            "closed": True,
            "slots": [],
            "reason": "索道年检",
        }


class ChoiceLabelValue(blocks.StructValue):
    """Gives templates the words for the value's `kind`."""

    @property
    def kind_label(self) -> str:
        # A choice's label never depends on the value, so the block's own list is enough.
        choices = dict(self.block.child_blocks["kind"].field.choices)
        return str(choices.get(self.get("kind"), ""))


class TicketBlock(blocks.StructBlock):
    """One ticket and who may buy it."""

    name = blocks.CharBlock(label=_("Ticket"), max_length=40, help_text=_("For example: adults, cable car return."))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=TICKET_KINDS, default="full")
    price = blocks.DecimalBlock(
        label=_("Price in yuan"), min_value=0, max_value=9999, decimal_places=2, help_text=_("0 means free.")
    )
    conditions = blocks.CharBlock(
        label=_("For whom"), max_length=120, required=False, help_text=_("For example: over 65 with identity card.")
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["kind"] == "free" and cleaned["price"] != 0:
            message = _("A free ticket has the price 0. Choose another kind or correct the price.")
            raise blocks.StructBlockValidationError(block_errors={"price": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "tag"
        label = _("Ticket")
        description = _("A ticket with price and conditions.")
        label_format = "{name} {price}"
        value_class = ChoiceLabelValue
        preview_value = {"name": "成人票", "kind": "full", "price": Decimal("105"), "conditions": ""}


class FacilityBlock(blocks.StructBlock):
    """Something visitors find on the spot."""

    kind = blocks.ChoiceBlock(label=_("Facility"), choices=FACILITIES)
    note = blocks.CharBlock(
        label=_("Note"), max_length=80, required=False, help_text=_("Where or how many, for example: at the east gate.")
    )

    class Meta:
        icon = "circle-check"
        label = _("Facility")
        description = _("A facility for visitors, with a short note.")
        label_format = "{kind} {note}"
        value_class = ChoiceLabelValue
        preview_value = {"kind": "parking", "note": "东门停车场"}
