"""The statistics as a screen and as a file: a county's people see their own site, the prefecture's all."""

import csv
from datetime import date, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.core.site_field import SiteField
from cms.editorial.risk.choices import Level
from cms.editorial.risk.models import Assessment
from cms.editorial.risk.states import State
from cms.editorial.risk.statistics import SiteStatistics, site_statistics

# Excel takes a file without it for the system's own encoding.
BYTE_ORDER_MARK = "\ufeff"
PERIOD = timedelta(days=30)


def permitted_sites(request: HttpRequest) -> QuerySet[Site]:
    policy = policy_registry.get_by_type(Assessment)
    return policy.sites_user_has_permission_for(request.user, "view").order_by("root_page__path")


class PeriodForm(forms.Form):
    site = SiteField(
        Site.objects.none(), label=gettext_lazy("Site"), required=False, empty_label=gettext_lazy("All sites")
    )
    first = forms.DateField(label=gettext_lazy("From"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("To"), widget=AdminDateInput)

    def __init__(self, *args, sites: QuerySet[Site], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites

    def clean(self) -> dict:
        data = super().clean()
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The period ends before it begins."))
        return data


class StatisticsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "risk/report.html"
    page_title = gettext_lazy("Risk assessments")
    header_icon = "warning"
    any_permission_required = ["view"]
    model = Assessment
    index_url_name = None

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.csv_file() if request.GET.get("export") == "csv" else super().get(request, *args, **kwargs)

    @cached_property
    def form(self) -> PeriodForm:
        today = timezone.localdate()
        values = {"first": str(today - PERIOD), "last": str(today), **self.request.GET.dict()}
        return PeriodForm(values, sites=permitted_sites(self.request))

    @cached_property
    def rows(self) -> list[SiteStatistics]:
        if not self.form.is_valid():
            return []
        chosen: dict[str, Site | date | None] = self.form.cleaned_data
        sites = [chosen["site"]] if chosen["site"] else permitted_sites(self.request)
        return site_statistics(sites, chosen["first"], chosen["last"])

    def headings(self) -> list[str]:
        levels = [_("%(level)s risk") % {"level": level.label} for level in Level]
        return [*levels, *(str(state.label) for state in State), _("Average hours to the assessment")]

    @staticmethod
    def figures(row: SiteStatistics) -> list[int | float | str]:
        hours = "" if row.average_hours is None else row.average_hours
        return [*(row.levels[level] for level in Level), *(row.states[state] for state in State), hours]

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        query = self.request.GET.copy()
        query["export"] = "csv"
        media = forms.Media(css={"all": ["risk/risk.css"]}) + self.form.media
        table = [(row.site.site_name or row.site.hostname, self.figures(row)) for row in self.rows]
        return super().get_context_data(
            form=self.form, headings=self.headings(), table=table, export=query.urlencode(), media=media, **kwargs
        )

    def csv_file(self) -> HttpResponse:
        response = HttpResponse(
            BYTE_ORDER_MARK,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="risk-assessments.csv"'},
        )
        writer = csv.writer(response)
        writer.writerow([_("Site"), *self.headings()])
        for row in self.rows:
            writer.writerow([row.site.site_name or row.site.hostname, *self.figures(row)])
        return response
