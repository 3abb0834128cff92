"""The state of the rundown editor: what is in its fields, saved or not, and what its buttons do with it."""

from datetime import time, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from cms.blocks.languages import LANGUAGES
from cms.media.models import Media
from cms.tv.editions.filling import fill
from cms.tv.editions.forms import (
    RowForm,
    RuleForm,
    RundownForm,
    clip_row,
    item_row,
    live_row,
    posted_rows,
    saved_rows,
)
from cms.tv.editions.models import USUAL, FillRule, Row, Rundown
from cms.tv.editions.planning import Plan, rows_of
from cms.tv.visible import visible_items

# How many items a row offers to stand in for its own.
FALLBACKS = 60
SKIPPED = {
    "not_approved": gettext_lazy("not approved for television as it stands"),
    "withdrawn": gettext_lazy("no longer on the web"),
    "no_recording": gettext_lazy("the recording is gone, withheld or private"),
}


class Editor:
    """`data`: what was posted; None for the state that is saved."""

    def __init__(self, rundown: Rundown, data: QueryDict | None = None) -> None:
        self.rundown = rundown
        rule = FillRule.objects.filter(rundown=rundown).first() or FillRule(rundown=rundown)
        self.form = RundownForm(data, instance=rundown)
        self.rule_form = RuleForm(data, instance=rule)
        self.values = saved_rows(rundown) if data is None else posted_rows(data)
        self.seen = rundown.changed_at.isoformat() if data is None else data.get("seen", "")
        self.is_saved = data is None
        self.problems: list[str] = []
        self.notes: list[str] = []

    def do(self, action: str) -> None:
        """`add:item:7`, `add:clip:7` or `add:live`, each with `:place` behind it or at the end; `move:from:to`;
        `remove:place`; `fill`; anything else changes nothing."""
        verb, *words = action.split(":")
        try:
            if verb == "add":
                self._add(*words)
            elif verb == "move":
                start, end = map(int, words)
                self.values.insert(max(end, 0), self.values.pop(start))
            elif verb == "remove":
                del self.values[int(words[0])]
            elif verb == "fill":
                self._fill()
        except (IndexError, TypeError, ValueError):
            raise BadRequest(action) from None

    def _add(self, what: str, number: str = "", place: str = "") -> None:
        end = len(self.values)
        if what == "live":
            row = live_row(USUAL)
        elif what == "item" and (item := visible_items().filter(pk=int(number)).first()):
            row = item_row(item, USUAL)
        elif what == "clip" and (recording := Media.objects.filter(pk=int(number)).first()):
            row = clip_row(recording, USUAL)
        else:
            self.problems.append(_("This is not approved for television any more."))
            return
        self.values.insert(int(place) if place else end, row)

    def _fill(self) -> None:
        if not self.rule_form.is_valid():
            self.problems.append(_("The rule cannot be used as it stands."))
            return
        rule = self.rule_form.instance
        filling = fill(rule, {row.item_key for row in self.rows if row.item_key})
        self.values += [item_row(item, rule.seconds) for item in filling.items]
        self.__dict__.pop("forms", None)
        self.notes.append(str(filling))

    def save(self) -> bool:
        """All of it or nothing; False says why in `problems`, and what was typed stays."""
        if not (self._is_valid() and self.rule_form.is_valid()):
            self.problems.append(_("Nothing was saved. Please correct what is marked."))
            return False
        with transaction.atomic():
            standing = Rundown.objects.select_for_update(of=("self",)).get(pk=self.rundown.pk)
            if standing.changed_at.isoformat() != self.seen:
                at = timezone.localtime(standing.changed_at)
                theirs = _("Nothing was saved: somebody else saved this rundown at %(time)s. Open it in a new window.")
                self.problems.append(theirs % {"time": f"{at:%H:%M}"})
                return False
            rundown = self.form.save(commit=False)
            rundown.changed_at = timezone.now()
            rundown.save()
            self._save_rows(rundown)
            self.rule_form.save()
            rundown.channel.touch()
        return True

    def _save_rows(self, rundown: Rundown) -> None:
        """A row that was there stays the same row, so that the audit tells what was changed in it."""
        there = set(rundown.rows.values_list("pk", flat=True))
        for order, form in enumerate(self.forms):
            row = form.instance
            row.rundown, row.order = rundown, order
            if (number := form.cleaned_data["number"]) in there:
                there.remove(number)
                row.pk = number
            row.save()
        for row in rundown.rows.filter(pk__in=there):
            row.delete()

    def _is_valid(self) -> bool:
        return all([self.form.is_valid(), *(form.is_valid() for form in self.forms)])

    @cached_property
    def forms(self) -> list[RowForm]:
        return [RowForm(values, self._fallbacks.get(values.get("locale"), [])) for values in self.values]

    @property
    def rows(self) -> list[Row]:
        """As far as they can be read; asking for the errors is what reads them."""
        return [form.instance for form in self.forms if form.errors is not None]

    @cached_property
    def _fallbacks(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for item in visible_items().defer("payload").order_by("-shown_at", "-pk")[:FALLBACKS]:
            choice = (str(item.translation_key), item.title)
            found.setdefault(str(item.locale_id), []).append(choice)
        return found

    def summary(self) -> dict[str, Any]:
        """Each row with its time and what would be skipped; the total, and what is left of the slot."""
        self.form.is_valid()
        plan, offset, shown = Plan(self.rows), 0, []
        languages = {locale.pk: LANGUAGES[locale.language_code].short_name for locale in Locale.objects.all()}
        for place, (form, row) in enumerate(zip(self.forms, self.rows, strict=True)):
            proposal = plan.proposal(row)
            form.fields["title"].widget.attrs["placeholder"] = proposal
            shown.append(
                {
                    "place": place,
                    "form": form,
                    "row": row,
                    "time": self._time_at(offset),
                    "proposal": proposal,
                    "language": languages.get(row.locale_id, ""),
                    "skipped": SKIPPED.get(plan.skipped(row), ""),
                    "stands_in": bool(plan.fallback_of(row)),
                }
            )
            offset += row.seconds
        return {
            "rows": shown,
            "skipped": [row for row in shown if row["skipped"]],
            **times(offset, self.rundown.slot if self._has_times else None),
        }

    @property
    def _has_times(self) -> bool:
        return bool(self.rundown.starts_at and self.rundown.ends_at)

    def _time_at(self, offset: int) -> time | None:
        return self.rundown.time_at(offset) if self.rundown.starts_at else None


def overviews(rundowns: list[Rundown]) -> list[dict[str, Any]]:
    """As they are saved, each with its length and what would be skipped; four queries for all of them."""
    plan = Plan(rows_of(rundowns))
    return [
        {
            "rundown": rundown,
            "rows": rundown.rows.all(),
            "skipped": [row for row in rundown.rows.all() if plan.skipped(row)],
            **times(sum(row.seconds for row in rundown.rows.all()), rundown.slot),
        }
        for rundown in rundowns
    ]


def times(seconds: int, slot: timedelta | None) -> dict[str, str]:
    """How long the rows are together, and what is left of the slot or lies beyond it."""
    whole = int(slot.total_seconds()) if slot else 0
    left = whole - seconds if slot else 0
    return {
        "total": in_clock(seconds),
        "gap": in_clock(max(left, 0)),
        "overrun": in_clock(-left) if left < 0 else "",
        "slot": in_clock(whole) if slot else "",
    }


def in_clock(seconds: int) -> str:
    """`1:05:00`, and `5:00` below an hour."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
