"""Report: the chain of responsibility of every publication, per day and per site; everybody reads their own sites'."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import django_filters
from django.db.models import Case, CharField, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, Site
from wagtail.permissions import page_permission_policy

from cms.audit.site_report import SiteReportFilterSet, SiteReportView, without_formulas
from cms.core.release import Basis
from cms.editorial.gate.models import BASES, Clearance
from cms.editorial.review.chain import Chain, chains_of

TIME = "%Y-%m-%d %H:%M:%S"
SEPARATOR = "；"


def with_site(clearances: QuerySet[Clearance]) -> QuerySet[Clearance]:
    """`url_path` and `site_id` of the page; None for one that has been deleted."""
    page = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale"))
    roots = sorted(Site.get_site_root_paths(), key=lambda root: len(root.root_path), reverse=True)
    sites = [When(url_path__startswith=root.root_path, then=Value(root.site_id)) for root in roots]
    found = clearances.annotate(url_path=Subquery(page.values("url_path")[:1], output_field=CharField()))
    return found.annotate(site_id=Case(*sites, default=None, output_field=IntegerField()))


class ChainFilterSet(SiteReportFilterSet):
    created_at = django_filters.DateFromToRangeFilter(label=_("Published"), widget=DateRangePickerWidget)
    page = django_filters.NumberFilter(label=_("Number of the page"), method="of_page")
    basis = django_filters.ChoiceFilter(
        label=_("Ground"), choices=[choice for choice in BASES if choice[0] != Basis.FOLLOWING]
    )

    class Meta:
        model = Clearance
        fields = ["basis"]

    def of_page(self, clearances: QuerySet[Clearance], name: str, value: Decimal) -> QuerySet[Clearance]:
        page = Page.objects.filter(pk=value).first()
        return clearances.of(page) if page else clearances.none()


class ChainReportView(SiteReportView):
    model = Clearance
    page_title = _("Chain of responsibility")
    header_icon = "link"
    any_permission_required = ["add", "change", "publish"]
    permission_policy = page_permission_policy
    filterset_class = ChainFilterSet
    index_url_name = "chain_report"
    index_results_url_name = "chain_report_results"
    export_headings = {
        "published": _("Published"),
        "site": _("Site"),
        "title": _("Page"),
        "language": _("Language"),
        "author": _("Author"),
        "editors": _("Worked on it"),
        "approvals": _("Approvals"),
        "ground": _("Ground"),
        "released_by": _("Released by"),
        "until": _("Until"),
        "address": _("Address"),
    }
    columns = [Column(name, label=label) for name, label in export_headings.items() if name != "address"]
    list_export = list(export_headings)
    custom_field_preprocess = without_formulas("title", "author", "editors", "approvals", "released_by")
    export_filename = "responsibility"

    def rows(self) -> QuerySet[Clearance]:
        """What follows another page has that page's chain."""
        return with_site(Clearance.objects.exclude(basis=Basis.FOLLOWING)).select_related("by", "locale")

    def decorate_paginated_queryset(self, rows: QuerySet[Clearance]) -> list[Clearance]:
        return self._worded(list(rows))

    def stream_csv(self, queryset: QuerySet[Clearance]) -> Iterator[str]:
        return super().stream_csv(self._worded(list(queryset)))

    def write_xlsx(self, queryset: QuerySet[Clearance], output: BytesIO) -> BytesIO:
        return super().write_xlsx(self._worded(list(queryset)), output)

    def _worded(self, rows: list[Clearance]) -> list[Clearance]:
        for row, chain in zip(rows, chains_of(rows), strict=True):
            for name, value in words(chain, self.site_names.get(row.site_id, "")).items():
                setattr(row, name, value)
        return rows


def words(chain: Chain, site_name: str) -> dict[str, str]:
    """The columns of one publication."""
    clearance, page = chain.clearance, chain.page
    return {
        "published": _time(clearance.created_at),
        "site": site_name,
        "title": page.title if page else str(_("deleted")),
        "language": str(clearance.locale),
        "author": chain.author.display_name if chain.author else "",
        "editors": "、".join(person.display_name for person in chain.editors),
        "approvals": SEPARATOR.join(
            f"{approval.stage_name} {approval.approver.display_name} {_time(approval.created_at)}"
            for approval in chain.approvals
        ),
        "ground": clearance.get_basis_display(),
        "released_by": clearance.by.display_name if clearance.by else "",
        "until": _time(clearance.ended_at) if clearance.ended_at else "",
        "address": (page.full_url or "") if page else "",
    }


def _time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime(TIME)
