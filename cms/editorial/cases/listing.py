"""The list of cases and its file."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.models import Site
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView

from cms.audit.site_report import unless_formula
from cms.core.scoped_views import ANY_ACTION
from cms.editorial.cases.models import Case, Track


def permitted_sites(request: HttpRequest) -> QuerySet[Site]:
    policy = policy_registry.get_by_type(Case)
    return policy.sites_user_has_any_permission_for(request.user, ANY_ACTION)


class CaseFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Case.Status.choices)
    overdue = django_filters.ChoiceFilter(
        label=_("Deadline"), choices=[("yes", _("Overdue"))], method="only_overdue", empty_label=_("All")
    )
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Case.Severity.choices)
    site = django_filters.ModelChoiceFilter(label=_("Site"), queryset=permitted_sites)

    class Meta:
        model = Case
        fields = ["status", "severity", "site"]

    def only_overdue(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(pk__in=Case.objects.overdue().values("pk"))


def due(case: Case) -> str:
    """The earliest deadline that is not met."""
    return date_format(case.next_due, "SHORT_DATE_FORMAT") if case.is_open and case.next_due else ""


class CaseListView(IndexView):
    """A title leads to the screen on which the case is handled."""

    filterset_class = CaseFilterSet
    default_ordering = "-opened_at"
    export_headings = {
        "pk": _("Number of the case"),
        "title": _("Matter"),
        "site_name": _("Site"),
        "severity_name": _("Severity"),
        "source_name": _("Where it comes from"),
        "status_name": _("Status"),
        "opened": _("Opened at"),
        "closed": _("Closed at"),
        **{
            f"{kind}_{name}": label
            for kind in Track.Kind.values
            for name, label in {
                "responsible": _("Responsible"),
                "due": _("Due on"),
                "status": _("Status of the track"),
                "late": _("Overdue"),
                "result": _("Result"),
            }.items()
        },
    }
    list_export = list(export_headings)
    custom_field_preprocess = {
        name: {"csv": unless_formula, "xlsx": unless_formula}
        for name in ("title", *(f"{kind}_{name}" for kind in Track.Kind.values for name in ("responsible", "result")))
    }
    export_filename = "cases"

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Matter"), url_name=self.inspect_url_name, sort_key="title"),
            Column("site", label=_("Site"), accessor="site.site_name"),
            Column("severity", label=_("Severity"), accessor="get_severity_display"),
            StatusTagColumn(
                "status", label=_("Status"), accessor="get_status_display", primary=lambda case: case.is_open
            ),
            Column("next_due", label=_("Next deadline"), accessor=due, sort_key="next_due"),
            StatusTagColumn("late", label=_("Overdue"), accessor=late, primary=True),
            Column("opened_at", label=_("Opened at"), accessor=opened, sort_key="opened_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Case]:
        return super().get_base_queryset().with_next_due().select_related("site").prefetch_related("tracks__person")

    def get_heading(self, queryset: QuerySet[Case], field: str) -> str:
        """Of both tracks' columns, which have the same names, also whose they are."""
        kind, _separator, name = field.partition("_")
        heading = str(super().get_heading(queryset, field))
        return f"{Track.Kind(kind).label}: {heading}" if kind in Track.Kind.values and name else heading

    def to_row_dict(self, item: Case) -> dict:
        item.site_name = item.site.site_name or item.site.hostname
        item.severity_name, item.source_name = item.get_severity_display(), item.get_source_display()
        item.status_name, item.opened = item.get_status_display(), opened(item)
        item.closed = date_format(item.closed_at, "SHORT_DATETIME_FORMAT") if item.closed_at else ""
        for track in item.tracks.all():
            values = {
                "responsible": track.responsible,
                "due": date_format(track.due_on, "SHORT_DATE_FORMAT"),
                "status": track.get_status_display(),
                "late": str(_("Overdue")) if item.is_open and track.is_overdue else "",
                "result": track.result,
            }
            for name, value in values.items():
                setattr(item, f"{track.kind}_{name}", value)
        return super().to_row_dict(item)


def late(case: Case) -> str:
    return str(_("Overdue")) if case.is_open and any(track.is_overdue for track in case.tracks.all()) else ""


def opened(case: Case) -> str:
    return date_format(case.opened_at, "SHORT_DATE_FORMAT")
