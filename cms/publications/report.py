"""The publication log as a report: everybody reads what belongs to the own site, or has left it."""

from collections.abc import Iterable

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from cms.audit.site_report import SiteReportFilterSet, SiteReportView, without_formulas
from cms.audit.wording import kind_name
from cms.blocks.languages import LANGUAGES
from cms.publications.models import LogRow, Operation


class PublicationFilterSet(SiteReportFilterSet):
    operation = django_filters.ChoiceFilter(label=_("Operation"), choices=Operation.choices)
    subject = django_filters.CharFilter(label=_("Title or address"), method="about")
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = LogRow
        fields = ["operation"]

    @staticmethod
    def belongs_to(sites: Iterable[int]) -> Q:
        return Q(site_id__in=sites) | Q(old_site_id__in=sites)

    def about(self, rows: QuerySet[LogRow], name: str, value: str) -> QuerySet[LogRow]:
        return rows.filter(Q(title__icontains=value) | Q(url_path__icontains=value) | Q(old_url_path__icontains=value))


def edit_address(row: LogRow) -> str | None:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id]) if row.has_page else None


class PublicationReportView(SiteReportView):
    model = LogRow
    page_title = _("Publication log")
    permission_policy = ModelPermissionPolicy(LogRow)
    filterset_class = PublicationFilterSet
    index_url_name = "publication_report"
    index_results_url_name = "publication_report_results"
    columns = [
        Column("time", label=_("Time")),
        Column("operation_name", label=_("Operation")),
        TitleColumn("title", label=_("Title"), get_url=edit_address),
        Column("kind", label=_("Page type")),
        Column("site_name", label=_("Site")),
        Column("language", label=_("Language")),
        Column("actor_name", label=_("Person")),
        Column("reason_text", label=_("Reason")),
        Column("url_path", label=_("Address")),
        Column("old_url_path", label=_("Address before")),
    ]
    export_headings = {
        "cursor": _("Cursor"),
        "time": _("Time"),
        "operation_name": _("Operation"),
        "title": _("Title"),
        "kind": _("Page type"),
        "page_id": _("Number of the page"),
        "revision_id": _("Number of the revision"),
        "site_name": _("Site"),
        "language": _("Language"),
        "actor_name": _("Person"),
        "reason_text": _("Reason"),
        "url_path": _("Address"),
        "old_url_path": _("Address before"),
    }
    list_export = list(export_headings)
    custom_field_preprocess = without_formulas("title", "actor_name", "reason_text")
    export_filename = "publications"

    def decorate_paginated_queryset(self, rows: QuerySet[LogRow]) -> list[LogRow]:
        worded = super().decorate_paginated_queryset(rows)
        there = set(Page.objects.filter(pk__in=[row.page_id for row in worded]).values_list("pk", flat=True))
        for row in worded:
            row.has_page = row.page_id in there
        return worded

    def worded(self, row: LogRow) -> LogRow:
        row.time = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        row.operation_name = row.get_operation_display()
        row.kind = kind_name(row.page_type)
        row.site_name = self.site_names.get(row.site_id, "")
        row.language = LANGUAGES[row.locale].name if row.locale in LANGUAGES else row.locale
        row.reason_text = gettext(row.reason) if row.reason else ""
        return row
