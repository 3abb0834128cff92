"""The audit as a report: everybody reads what belongs to the own site."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy

from cms.audit.models import Action, AuditEntry
from cms.audit.site_report import SiteReportFilterSet, SiteReportView, without_formulas
from cms.audit.wording import describe, kind_name

# Provisioning lists hundreds of changes; the exported file has them all.
LONGEST_ON_SCREEN = 300


class AuditFilterSet(SiteReportFilterSet):
    action = django_filters.ChoiceFilter(label=_("Action"), choices=Action.choices)
    person = django_filters.CharFilter(label=_("Person"), field_name="actor_name", lookup_expr="icontains")
    subject = django_filters.CharFilter(label=_("Object"), method="about")
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["action"]

    def about(self, entries: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        return entries.filter(Q(title__icontains=value) | Q(object_type__icontains=value))


class AuditReportView(SiteReportView):
    model = AuditEntry
    page_title = _("Audit")
    permission_policy = ModelPermissionPolicy(AuditEntry)
    filterset_class = AuditFilterSet
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
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
    custom_field_preprocess = without_formulas("actor_name", "title", "description", "agent", "origin")
    export_filename = "audit"

    def decorate_paginated_queryset(self, entries: QuerySet[AuditEntry]) -> list[AuditEntry]:
        worded = super().decorate_paginated_queryset(entries)
        for entry in worded:
            entry.beginning = Truncator(entry.description).chars(LONGEST_ON_SCREEN)
        return worded

    def worded(self, entry: AuditEntry) -> AuditEntry:
        entry.time = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        entry.action_name = entry.get_action_display()
        entry.kind = kind_name(entry.object_type)
        entry.description = describe(entry.details)
        entry.site_name = self.site_names.get(entry.site_id, entry.site_host)
        return entry
