"""Reports of which everybody reads what belongs to the own sites."""

from collections.abc import Callable, Iterable

import django_filters
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site

from cms.audit.subjects import reader_sites

# What strangers typed must not become a formula in the reader's spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def unless_formula(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def without_formulas(*columns: str) -> dict[str, dict[str, Callable[[object], str]]]:
    """A report's `custom_field_preprocess`: its columns in which people have written."""
    return {name: {"csv": unless_formula, "xlsx": unless_formula} for name in columns}


def readable_sites(request: HttpRequest) -> QuerySet[Site]:
    sites = reader_sites(request.user)
    return Site.objects.all() if sites is None else Site.objects.filter(pk__in=sites)


class SiteReportFilterSet(WagtailFilterSet):
    """Says also which rows belong to a site."""

    site = django_filters.ModelChoiceFilter(label=_("Site"), queryset=readable_sites, method="of_site")

    @staticmethod
    def belongs_to(sites: Iterable[int]) -> Q:
        return Q(site_id__in=sites)

    def of_site(self, rows: QuerySet, name: str, value: Site) -> QuerySet:
        return rows.filter(self.belongs_to([value.pk]))


class SiteReportView(ReportView):
    """The newest first. `filterset_class` is a SiteReportFilterSet."""

    header_icon = "history"
    any_permission_required = ["view"]
    default_ordering = "-pk"
    is_searchable = False

    def rows(self) -> QuerySet:
        """Those of all sites."""
        return self.model._default_manager.all()

    def worded(self, row: Model) -> Model:
        """The row with what its columns show."""
        return row

    @cached_property
    def site_names(self) -> dict[int, str]:
        return {site.pk: site.site_name or site.hostname for site in Site.objects.all()}

    def get_base_queryset(self) -> QuerySet:
        sites = reader_sites(self.request.user)
        return self.rows() if sites is None else self.rows().filter(self.filterset_class.belongs_to(sites))

    def get_queryset(self) -> QuerySet:
        return self.get_base_queryset().order_by(self.default_ordering)

    def decorate_paginated_queryset(self, rows: QuerySet) -> list[Model]:
        return [self.worded(row) for row in rows]

    def to_row_dict(self, item: Model) -> dict:
        return super().to_row_dict(self.worded(item))
