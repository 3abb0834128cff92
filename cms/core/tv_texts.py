"""What a page says on television: short texts of their own, counted as a caption generator counts.

A full-width character takes one place, a half-width one half of it (T-07). An empty text is no gap: the page then says
what `proposals` makes of its title and summary, which the editor sees in the empty field.
"""

import re
import unicodedata
from math import ceil
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField

TITLE, SUBTITLE, SUMMARY, TICKER = 20, 30, 80, 40
LIMITS = {"tv_title": TITLE, "tv_subtitle": SUBTITLE, "tv_summary": SUMMARY, "tv_ticker": TICKER}
WIDE = {"W", "F", "A"}
SENTENCE_END, CLAUSE_END = re.compile(r"(?<=[。！？!?；;])"), re.compile(r"(?<=[，、：,:])|(?<= )")
TRAILING = "，、：；,:; 　"


def width(text: str) -> float:
    """Places that a text takes: 1 for a full-width character, 0.5 for a half-width one, 0 for one that combines."""
    return sum(
        0 if unicodedata.combining(char) else 1 if unicodedata.east_asian_width(char) in WIDE else 0.5 for char in text
    )


def shortened(text: str, limit: int) -> str:
    """As many whole sentences as fit, else clauses, else characters and an ellipsis."""
    text = " ".join(text.split())
    if width(text) <= limit:
        return text
    for ends in (SENTENCE_END, CLAUSE_END):
        if kept := _fitting(ends.split(text), limit):
            return kept
    return _fitting(list(text), limit - 1) + "…"


def _fitting(parts: list[str], limit: int) -> str:
    kept = ""
    for part in parts:
        if width((kept + part).rstrip(TRAILING)) > limit:
            break
        kept += part
    return kept.rstrip(TRAILING)


@deconstructible
class WidthValidator:
    """At most so many places; the message says how many are too many."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        if (taken := width(value)) > self.limit:
            raise ValidationError(
                _("Too long for the screen: %(limit)s characters fit, these take %(taken)s. Cut %(over)s."),
                params={"limit": self.limit, "taken": ceil(taken), "over": ceil(taken - self.limit)},
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WidthValidator) and other.limit == self.limit


def line(label: str, places: int, help_text: str) -> models.CharField:
    """One line for the screen of at most so many places, twice as many half-width characters."""
    validators = [WidthValidator(places)]
    return models.CharField(label, max_length=2 * places, blank=True, validators=validators, help_text=help_text)


class ProposalPanel(FieldPanel):
    """Shows in the empty field what the page says as long as nobody writes something better."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                widget = self.bound_field.field.widget
                widget.attrs["placeholder"] = proposals(self.instance)[self.field_name]


class TvTextsMixin(models.Model):
    tv_title = line(_("Title on television"), TITLE, _("At most 20 characters."))
    tv_subtitle = line(_("Subtitle"), SUBTITLE, _("At most 30 characters."))
    tv_summary = line(_("Summary on television"), SUMMARY, _("At most 80 characters."))
    tv_ticker = line(_("Ticker"), TICKER, _("One line for the moving band, at most 40 characters."))
    tv_pronunciation = models.TextField(
        _("Pronunciation"),
        blank=True,
        max_length=1000,
        help_text=_("For the newsreader, a line each: the characters, a space, their pinyin."),
    )

    tv_panels = [
        MultiFieldPanel(
            [ProposalPanel(name) for name in LIMITS],
            heading=_("Texts on the screen"),
            help_text=_("What is left empty is filled as the grey text shows. A Latin letter takes half a place."),
        ),
        MultiFieldPanel([FieldPanel("tv_pronunciation")], heading=_("For the newsreader")),
    ]
    tv_api_fields = [APIField(name, writable=True) for name in (*LIMITS, "tv_pronunciation")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for number, line in enumerate(self.tv_pronunciation.splitlines(), start=1):
            if line.strip() and len(line.split(maxsplit=1)) < 2:
                wrong = _("Line %(number)s: write the characters, a space, and their pinyin.") % {"number": number}
                raise ValidationError({"tv_pronunciation": wrong})

    def tv_texts(self) -> dict[str, str]:
        """What the screen says: the editor's texts, and proposals where there are none. Keys as in `LIMITS`."""
        return {name: getattr(self, name) or proposal for name, proposal in proposals(self).items()}

    def pronunciations(self) -> list[tuple[str, str]]:
        """(characters, pinyin) in the order written."""
        pairs = (line.split(maxsplit=1) for line in self.tv_pronunciation.splitlines() if line.strip())
        return [(characters, pinyin.strip()) for characters, pinyin in pairs]


def proposals(page: Any) -> dict[str, str]:
    """For each text a proposal within its limit; empty where the page says nothing to make it from."""
    title, summary = page.title or "", page.summary or ""
    return {
        "tv_title": shortened(title, TITLE),
        "tv_subtitle": shortened(summary, SUBTITLE),
        "tv_summary": shortened(summary or title, SUMMARY),
        "tv_ticker": shortened(title, TICKER),
    }
