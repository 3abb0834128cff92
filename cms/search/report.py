"""What people search for and miss, as a report for those who look after a site."""

from datetime import timedelta

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site

from cms.search.counting import summed
from cms.search.models import DailyQuery

MONTHS = {"1": _("Past month"), "3": _("Past three months"), "12": _("Past year")}


def permitted_sites(request) -> QuerySet[Site]:
    policy = DailyQuery.snippet_viewset.permission_policy
    return policy.sites_user_has_permission_for(request.user, "view")


class QueryFilterSet(WagtailFilterSet):
    site = django_filters.ModelChoiceFilter(label=_("Site"), queryset=permitted_sites)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    months = django_filters.ChoiceFilter(
        label=_("Period"), choices=list(MONTHS.items()), empty_label=None, method="in_period", initial="1"
    )

    class Meta:
        model = DailyQuery
        fields = ["site", "language"]

    def in_period(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        # The view knows the period, which it needs without a choice as well.
        return queryset


class QueryReportView(ReportView):
    """Queries with their counts over a period, without those that only few have asked."""

    page_title = _("What people search for")
    header_icon = "search"
    any_permission_required = ["view"]
    filterset_class = QueryFilterSet
    default_ordering = ("-searches", "query")
    columns = [
        Column("query", label=_("Query"), sort_key="query"),
        NumberColumn("searches", label=_("Searches"), sort_key="searches"),
        NumberColumn("misses", label=_("Found nothing"), sort_key="misses"),
    ]
    list_export = ["query", "searches", "misses"]
    export_headings = {"query": _("Query"), "searches": _("Searches"), "misses": _("Found nothing")}
    # What strangers typed must not become a formula in the reader's spreadsheet.
    custom_field_preprocess = {
        "query": {"csv": lambda query: f"'{query}" if query[0] in "=+-@" else query},
    }
    export_filename = "searches"

    @cached_property
    def months(self) -> int:
        wanted = self.request.GET.get("months")
        return int(wanted) if wanted in MONTHS else 1

    def get_base_queryset(self) -> QuerySet:
        since = timezone.localdate() - timedelta(days=30 * self.months)
        return summed(super().get_base_queryset().filter(day__gt=since), self.months)
