"""Forms of the rundown editor. Fields of all rows have the same names and are told apart by their order."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from cms.blocks.languages import LANGUAGES
from cms.core.site_field import SiteField, SiteNumberForm
from cms.core.tv_texts import TITLE
from cms.tv.editions.models import Channel, FillRule, Row, Rundown
from cms.tv.kinds import kinds
from cms.tv.models import Item

Values = dict[str, Any]
PREFIX = "row"
FIELDS = (
    *("number", "kind", "locale", "item_key", "recording", "stream_url"),
    *("seconds", "title", "crop", "spoken", "fallback_key"),
)
HIDDEN = ("number", "kind", "locale", "item_key", "recording")


class RundownForm(forms.ModelForm):
    class Meta:
        model = Rundown
        fields = ("title", "daypart", "date", "starts_at", "ends_at", "loop")
        widgets = {
            "date": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }


class NewRundownForm(RundownForm):
    class Meta(RundownForm.Meta):
        fields = ("channel", *RundownForm.Meta.fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.filter(active=True)


class RowForm(forms.ModelForm):
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The model's own check says more than that of a field for any address.
    stream_url = forms.CharField(label=gettext_lazy("Address of the stream"), max_length=500, required=False)

    class Meta:
        model = Row
        fields = FIELDS[1:]
        widgets = {
            **dict.fromkeys(HIDDEN, forms.HiddenInput),
            "title": forms.TextInput({"data-places": TITLE}),
            "spoken": forms.Textarea({"rows": 3}),
            "fallback_key": forms.Select,
        }

    def __init__(self, values: Values, fallbacks: list[tuple[str, str]]) -> None:
        super().__init__({f"{PREFIX}-{name}": values.get(name, "") for name in FIELDS}, prefix=PREFIX, auto_id=False)
        chosen = values.get("fallback_key")
        if chosen and chosen not in dict(fallbacks):
            fallbacks = [*fallbacks, (chosen, _("(no longer approved)"))]
        self.fields["fallback_key"].widget.choices = [("", _("nothing")), *fallbacks]

    @property
    def all_errors(self) -> list[str]:
        return [f"{self._named(name)}{error}" for name, errors in self.errors.items() for error in errors]

    def _named(self, name: str) -> str:
        is_shown = name in self.fields and name not in HIDDEN
        return f"{self.fields[name].label}: " if is_shown else ""


def posted_rows(data: QueryDict) -> list[Values]:
    columns = [data.getlist(f"{PREFIX}-{name}") for name in FIELDS]
    if len({len(column) for column in columns}) > 1:
        raise BadRequest("Rows are not complete.")
    return [dict(zip(FIELDS, values, strict=True)) for values in zip(*columns, strict=True)]


def saved_rows(rundown: Rundown) -> list[Values]:
    return [{"number": str(row.pk)} | {name: _as_text(row, name) for name in FIELDS[1:]} for row in rundown.rows.all()]


def _as_text(row: Row, name: str) -> str:
    value = row.serializable_value(name)
    return "" if value is None else str(value)


def item_row(item: Item, seconds: int) -> Values:
    return _new_row(Row.Kind.ITEM, item.locale_id, seconds) | {"item_key": str(item.translation_key)}


def clip_row(recording: Any, seconds: int) -> Values:
    seconds = round(recording.duration or 0) or seconds
    return _new_row(Row.Kind.CLIP, Locale.get_default().pk, seconds) | {"recording": str(recording.pk)}


def live_row(seconds: int) -> Values:
    return _new_row(Row.Kind.LIVE, Locale.get_default().pk, seconds)


def _new_row(kind: str, locale: int, seconds: int) -> Values:
    first = Row._meta.get_field("crop").default
    return {"kind": kind, "locale": str(locale), "seconds": str(seconds), "crop": first}


def any_site() -> SiteField:
    return SiteField(label=gettext_lazy("Site"), required=False, empty_label=gettext_lazy("All sites"))


def kind_choices() -> Iterable[tuple[str, str]]:
    """Kinds of which there is something that television may show."""
    known = kinds()
    names = Item.objects.open().order_by("kind").values_list("kind", flat=True).distinct()
    return [("", _("All types")), *((name, known[name]._meta.verbose_name) for name in names if name in known)]


class FindForm(forms.Form):
    prefix = "find"
    title = forms.CharField(label=gettext_lazy("Title"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[(one.code, one.name) for one in LANGUAGES.values()]
    )
    site = any_site()
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False, choices=kind_choices)


class RuleForm(SiteNumberForm):
    site = any_site()
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False, choices=kind_choices)
    field_order = ["count", "seconds", "site", "kind", "topic", "days", "not_shown_yet"]

    class Meta:
        model = FillRule
        fields = ("count", "seconds", "kind", "topic", "days", "not_shown_yet")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="rule", **kwargs)
