"""The form: two parts of the same shape, what is done about it, and until when it holds."""

from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.editorial.risk.choices import Level, OpinionFactor, StabilityFactor
from cms.editorial.risk.models import Assessment
from cms.editorial.risk.rules import Rules

PARTS = {
    "stability": gettext_lazy("Stability risk"),
    "opinion": gettext_lazy("Public-opinion risk"),
}
CARRIED_OVER = ["stability_level", "stability_factors", "stability_note"]
CARRIED_OVER += ["opinion_level", "opinion_factors", "opinion_note", "measures"]


class AssessmentForm(forms.ModelForm):
    """`content` says which content its author has seen; the view compares it with what is there now."""

    content = forms.CharField(widget=forms.HiddenInput)
    stability_level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, coerce=int, widget=forms.RadioSelect
    )
    stability_factors = forms.MultipleChoiceField(
        label=gettext_lazy("Factors"),
        choices=StabilityFactor.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opinion_level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, coerce=int, widget=forms.RadioSelect
    )
    opinion_factors = forms.MultipleChoiceField(
        label=gettext_lazy("Factors"),
        choices=OpinionFactor.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Assessment
        fields = [*CARRIED_OVER, "valid_until"]
        widgets = {
            "stability_note": forms.Textarea(attrs={"rows": 2}),
            "opinion_note": forms.Textarea(attrs={"rows": 2}),
            "measures": forms.Textarea(attrs={"rows": 4}),
            "valid_until": AdminDateInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, rules: Rules, release: date, **kwargs) -> None:
        """`release`: the day from which the page is live at the earliest; how long it holds is counted from there."""
        super().__init__(*args, **kwargs)
        self.rules, self.release = rules, release
        until = self.fields["valid_until"]
        until.required = False
        until.help_text = _(
            "Empty: as long as allowed, %(low)s days at low, %(medium)s at medium, %(high)s at high."
        ) % {level.name.lower(): rules.days[level] for level in Level}

    @cached_property
    def level(self) -> Level | None:
        """The higher of the two; None while one is not chosen."""
        levels = [self.cleaned_data.get(f"{part}_level") for part in PARTS]
        return Level(max(levels)) if all(levels) else None

    def clean(self) -> dict:
        data = super().clean()
        for part in PARTS:
            level = data.get(f"{part}_level")
            if level and level > Level.LOW and not (data[f"{part}_factors"] or data.get(f"{part}_note")):
                message = _("Say what makes it more than low: choose a factor or write it down.")
                self.add_error(f"{part}_factors", message)
        if self.level and self.level > Level.LOW and not data.get("measures") and "measures" not in self.errors:
            self.add_error("measures", _("From medium risk up, say what is done against it."))
        if self.level and "valid_until" not in self.errors:
            data["valid_until"] = self._clean_day(data.get("valid_until"))
        return data

    def _clean_day(self, day: date | None) -> date | None:
        last = self.release + timedelta(days=self.rules.days[self.level])
        if day is None:
            return last
        if not self.release <= day <= last:
            days = {"first": date_format(self.release, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
            message = _("At this level choose a day from %(first)s to %(last)s.")
            self.add_error("valid_until", message % days)
        return day

    @property
    def parts(self) -> list[dict]:
        """What the template shows side by side."""
        return [
            {
                "name": part,
                "title": title,
                "level": self[f"{part}_level"],
                "factors": self[f"{part}_factors"],
                "note": self[f"{part}_note"],
            }
            for part, title in PARTS.items()
        ]
