"""Reports: what the lists find in what is live, and how the lists came to be what they are."""

import django_filters
from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.editorial.texts.changes import describe
from cms.editorial.texts.csv_file import guarded
from cms.editorial.texts.kinds import Kind, Severity
from cms.editorial.texts.models import ListVersion, LiveFinding


def sites_of(request: HttpRequest, model: type) -> QuerySet[Site]:
    return policy_registry.get_by_type(model).sites_user_has_permission_for(request.user, "view")


class CellColumn(Column):
    """A column with a template of its own, which gets the whole row."""

    def __init__(self, name: str, template: str, **kwargs) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = template


class SiteFilterSet(WagtailFilterSet):
    """A filter by site for those who see several."""

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, request=request, **kwargs)
        sites = sites_of(request, self._meta.model)
        self.filters["site"].queryset = sites
        if len(sites) < 2:
            del self.filters["site"]


class FindingFilterSet(SiteFilterSet):
    site = django_filters.ModelChoiceFilter(label=gettext_lazy("Site"), queryset=Site.objects.none())
    severity = django_filters.ChoiceFilter(label=gettext_lazy("Severity"), choices=Severity.choices[::-1])
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind.choices)

    class Meta:
        model = LiveFinding
        fields = ["site", "severity", "kind"]


class LookBackView(ReportView):
    page_title = gettext_lazy("Look back")
    header_icon = "glasses"
    any_permission_required = ["view"]
    filterset_class = FindingFilterSet
    template_name = "texts/report.html"
    default_ordering = ("-severity", "found_at", "pk")
    is_searchable = False
    columns = [
        CellColumn("matched", "texts/cells/finding.html", label=gettext_lazy("Finding")),
        CellColumn("title", "texts/cells/page.html", label=gettext_lazy("Page")),
        Column("age", label=gettext_lazy("Found since"), sort_key="found_at"),
        Column("site", label=gettext_lazy("Site")),
    ]
    export_headings = {
        "site": gettext_lazy("Site"),
        "title": gettext_lazy("Page"),
        "place": gettext_lazy("Place"),
        "severity_label": gettext_lazy("Severity"),
        "kind_label": gettext_lazy("Kind"),
        "before": gettext_lazy("Text before"),
        "matched": gettext_lazy("Finding"),
        "after": gettext_lazy("Text after"),
        "suggestion": gettext_lazy("Write instead"),
        "note": gettext_lazy("Why"),
        "version": gettext_lazy("Version of the list"),
        "found_on": gettext_lazy("Found since"),
        "address": gettext_lazy("Address"),
    }
    list_export = list(export_headings)
    custom_field_preprocess = {
        name: {"csv": guarded, "xlsx": guarded}
        for name in ("title", "place", "before", "matched", "after", "suggestion", "note")
    }
    export_filename = "look-back"

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return super().no_results_message
        return _("The text check has found nothing in what is live.")

    def get_base_queryset(self) -> QuerySet[LiveFinding]:
        return super().get_base_queryset().select_related("site")

    def decorate_paginated_queryset(self, rows: QuerySet[LiveFinding]) -> list[LiveFinding]:
        return [self._worded(row) for row in rows]

    def to_row_dict(self, item: LiveFinding) -> dict:
        return super().to_row_dict(self._worded(item))

    def _worded(self, row: LiveFinding) -> LiveFinding:
        row.age = _age((timezone.now() - row.found_at).days)
        row.found_on = timezone.localtime(row.found_at).strftime("%Y-%m-%d")
        row.address = self._address(row)
        return row

    def _address(self, row: LiveFinding) -> str:
        if row.page_id:
            return reverse("wagtailadmin_pages:edit", args=[row.page_id])
        thing = apps.get_model(row.subject_type)._default_manager.filter(pk=row.subject_id).first()
        return (thing and AdminURLFinder(self.request.user).get_edit_url(thing)) or ""


def _age(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days} if days else _("today")


class VersionFilterSet(SiteFilterSet):
    site = django_filters.ModelChoiceFilter(label=gettext_lazy("Site"), queryset=Site.objects.none())

    class Meta:
        model = ListVersion
        fields = ["site"]


class VersionsView(ReportView):
    page_title = gettext_lazy("Versions of the list")
    header_icon = "history"
    any_permission_required = ["view"]
    filterset_class = VersionFilterSet
    template_name = "texts/report.html"
    default_ordering = ("-pk",)
    is_searchable = False
    columns = [
        Column("number", label=gettext_lazy("Version")),
        DateColumn("created_at", label=gettext_lazy("Time")),
        Column("person", label=gettext_lazy("Person")),
        CellColumn("changes", "texts/cells/changes.html", label=gettext_lazy("Changes")),
        Column("site", label=gettext_lazy("Site")),
    ]
    export_headings = {
        "number": gettext_lazy("Version"),
        "created_at": gettext_lazy("Time"),
        "person": gettext_lazy("Person"),
        "site": gettext_lazy("Site"),
        "text": gettext_lazy("Changes"),
    }
    list_export = list(export_headings)
    custom_field_preprocess = {"text": {"csv": guarded, "xlsx": guarded}}
    export_filename = "list-versions"

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return super().no_results_message
        return _("The list is as it was at the beginning. Every change of it will be a version here.")

    def get_base_queryset(self) -> QuerySet[ListVersion]:
        return super().get_base_queryset().select_related("site", "user")

    def decorate_paginated_queryset(self, rows: QuerySet[ListVersion]) -> list[ListVersion]:
        return [_worded(row) for row in rows]

    def to_row_dict(self, item: ListVersion) -> dict:
        return super().to_row_dict(_worded(item))


def _worded(version: ListVersion) -> ListVersion:
    version.person = version.user.display_name if version.user else _("Program")
    version.lines = describe(version.changes)
    version.text = "\n".join(version.lines)
    return version
