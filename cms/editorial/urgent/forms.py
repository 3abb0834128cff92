from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms.core.site_field import SitesField
from cms.editorial.urgent.releasing import column_of


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Why it cannot wait for a review. For the record; readers do not see it."),
    )


class UrgentForm(ReasonForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=200,
        help_text=gettext_lazy("One sentence that says what people have to do."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    sites = SitesField(Site.objects.order_by("pk"), label=gettext_lazy("Sites"), widget=forms.CheckboxSelectMultiple)
    banner = forms.BooleanField(
        label=gettext_lazy("Also as a banner on top of every page of these sites"), required=False, initial=True
    )
    field_order = ["title", "summary", "text", "sites", "banner", "reason"]

    def clean_sites(self) -> list[Site]:
        sites = list(self.cleaned_data["sites"])
        if without := [site.site_name for site in sites if column_of(site) is None]:
            raise forms.ValidationError(
                _("These sites have no news column: %(sites)s.") % {"sites": "、".join(without)}
            )
        return sites
