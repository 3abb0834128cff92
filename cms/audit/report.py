"""The audit as a report: everybody reads what belongs to the own site."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy

from cms.audit.models import Action, AuditEntry
from cms.audit.subjects import reader_sites
from cms.audit.wording import describe, kind_name

# Provisioning lists hundreds of changes; the exported file has them all.
LONGEST_ON_SCREEN = 300
# What strangers typed must not become a formula in the reader's spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def readable_sites(request: HttpRequest) -> QuerySet[Site]:
    sites = reader_sites(request.user)
    return Site.objects.all() if sites is None else Site.objects.filter(pk__in=sites)


class AuditFilterSet(WagtailFilterSet):
    site = django_filters.ModelChoiceFilter(label=_("Site"), queryset=readable_sites, method="of_site")
    action = django_filters.ChoiceFilter(label=_("Action"), choices=Action.choices)
    person = django_filters.CharFilter(label=_("Person"), field_name="actor_name", lookup_expr="icontains")
    subject = django_filters.CharFilter(label=_("Object"), method="about")
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["action"]

    def of_site(self, entries: QuerySet[AuditEntry], name: str, value: Site) -> QuerySet[AuditEntry]:
        return entries.filter(site_id=value.pk)

    def about(self, entries: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        return entries.filter(Q(title__icontains=value) | Q(object_type__icontains=value))


def unless_formula(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class AuditReportView(ReportView):
    model = AuditEntry
    page_title = _("Audit")
    header_icon = "history"
    any_permission_required = ["view"]
    permission_policy = ModelPermissionPolicy(AuditEntry)
    filterset_class = AuditFilterSet
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    default_ordering = "-pk"
    is_searchable = False
    columns = [
        Column("time", label=_("Time")),
        Column("actor_name", label=_("Person")),
        Column("action_name", label=_("Action")),
        Column("kind", label=_("Kind of object")),
        Column("title", label=_("Object")),
        Column("beginning", label=_("Details")),
        Column("site_name", label=_("Site")),
        Column("address", label=_("Address")),
        Column("origin", label=_("Request")),
    ]
    export_headings = {
        "time": _("Time"),
        "actor_name": _("Person"),
        "action_name": _("Action"),
        "kind": _("Kind of object"),
        "object_id": _("Object number"),
        "title": _("Object"),
        "description": _("Details"),
        "site_name": _("Site"),
        "address": _("Address"),
        "agent": _("Browser"),
        "origin": _("Request"),
        "sequence": _("Sequence"),
        "hash": _("Hash"),
    }
    list_export = list(export_headings)
    custom_field_preprocess = {
        name: {"csv": unless_formula, "xlsx": unless_formula}
        for name in ("actor_name", "title", "description", "agent", "origin")
    }
    export_filename = "audit"

    @cached_property
    def site_names(self) -> dict[int, str]:
        return {site.pk: site.site_name or site.hostname for site in Site.objects.all()}

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        sites = reader_sites(self.request.user)
        entries = AuditEntry.objects.all()
        return entries if sites is None else entries.filter(site_id__in=sites)

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return self.get_base_queryset().order_by(self.default_ordering)

    def decorate_paginated_queryset(self, entries: QuerySet[AuditEntry]) -> list[AuditEntry]:
        worded = [self._worded(entry) for entry in entries]
        for entry in worded:
            entry.beginning = Truncator(entry.description).chars(LONGEST_ON_SCREEN)
        return worded

    def to_row_dict(self, item: AuditEntry) -> dict:
        return super().to_row_dict(self._worded(item))

    def _worded(self, entry: AuditEntry) -> AuditEntry:
        entry.time = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        entry.action_name = entry.get_action_display()
        entry.kind = kind_name(entry.object_type)
        entry.description = describe(entry.details)
        entry.site_name = self.site_names.get(entry.site_id, entry.site_host)
        return entry
