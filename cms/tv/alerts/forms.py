"""The form of an alert, and the texts that one may begin with."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Site

from cms.core.site_field import SiteField, SiteNumberForm, SitesField
from cms.tv.alerts.issuing import check_times, sites_of
from cms.tv.alerts.models import CapSource, Draft

USUAL = timedelta(hours=6)


@cache
def starters() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("starters.toml").read_text(encoding="utf-8"))


class DraftForm(forms.ModelForm):
    """Whether it is a drill is said when an alert is begun, and never again."""

    site = SiteField(Site.objects.none(), label=gettext_lazy("Issued by"))
    places = SitesField(
        Site.objects.none(),
        label=gettext_lazy("For"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The prefecture stands for all counties. These sites and their screens show it."),
    )

    field_groups = (
        (gettext_lazy("What it is"), ("status", "site", "places", "event", "severity", "expires")),
        (gettext_lazy("What it says"), ("headline", "description", "instruction", "origin")),
        (gettext_lazy("In English"), ("headline_en", "description_en", "instruction_en", "event_en")),
        (gettext_lazy("More"), ("category", "response", "urgency", "certainty", "effective", "onset")),
    )

    class Meta:
        model = Draft
        fields = [
            *("status", "event", "severity", "expires", "headline", "description", "instruction", "origin"),
            *("headline_en", "description_en", "instruction_en", "event_en"),
            *("category", "response", "urgency", "certainty", "effective", "onset"),
        ]
        widgets = {
            "status": forms.RadioSelect,
            **dict.fromkeys(["expires", "effective", "onset"], AdminDateTimeInput),
            **dict.fromkeys(
                ["description", "instruction", "description_en", "instruction_en"], forms.Textarea(attrs={"rows": 3})
            ),
        }

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = sites_of(user).select_related("root_page").order_by("root_page__path")
        self.fields["site"].queryset = self.fields["places"].queryset = sites
        if self.instance.pk:
            del self.fields["status"]
            self.initial |= {"site": self.instance.site_id, "places": self.instance.areas}
            self.fields["site"].disabled = bool(self.instance.replaces or self.instance.source_id)
        elif first := sites.first():
            hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
            known = {name: value for name, value in self.initial.items() if value is not None}
            self.initial = {"site": first.pk, "places": [first.pk], "expires": hour + USUAL} | known

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.field_groups]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        site, places = data.get("site"), data.get("places")
        if site and places:
            if outside := [one for one in places if not one.root_page.path.startswith(site.root_page.path)]:
                names = "、".join(one.site_name for one in outside)
                self.add_error("places", _("Not below the site that issues it: %(names)s.") % {"names": names})
            self.instance.site_id, self.instance.areas = site.pk, sorted(one.pk for one in places)
        if data.get("expires"):
            try:
                check_times(self.instance.message, data.get("effective") or timezone.now(), data["expires"])
            except forms.ValidationError as error:
                self.add_error(None, error)
        return data


class SourceForm(SiteNumberForm):
    site = SiteField(label=gettext_lazy("Site"))

    class Meta:
        model = CapSource
        fields = ["name", "sender", "at_once"]
