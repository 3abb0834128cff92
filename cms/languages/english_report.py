"""Report: how far the English of each site and page is."""

from collections import Counter

import django_filters
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Locale, Page, Site, get_page_content_types
from wagtail.permissions import page_permission_policy

from cms.languages.english_state import State, with_english


def pages_of_user(user) -> QuerySet[Page]:
    """Chinese pages that readers see and the user may edit."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages.filter(locale=Locale.get_default(), live=True, depth__gt=1, alias_of=None)


def with_site(pages: QuerySet[Page]) -> QuerySet[Page]:
    """`site_id` is the most specific site above each page."""
    roots = sorted(Site.get_site_root_paths(), key=lambda root: len(root.root_path), reverse=True)
    return pages.annotate(
        site_id=Case(
            *(When(url_path__startswith=root.root_path, then=Value(root.site_id)) for root in roots),
            output_field=IntegerField(),
        )
    )


def site_names() -> dict[int, str]:
    return {site.pk: site.site_name or site.hostname for site in Site.objects.order_by("root_page__path")}


class EnglishFilterSet(WagtailFilterSet):
    site = django_filters.ChoiceFilter(label=_("Site"), field_name="site_id", choices=[])
    state = django_filters.ChoiceFilter(label=_("English"), choices=State.choices)
    unconfirmed = django_filters.ChoiceFilter(
        label=_("Machine-made sentences"), choices=[("some", _("Wait for confirmation"))], method="to_confirm"
    )
    content_type = ContentTypeFilter(
        label=_("Type"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["content_type"]

    def __init__(self, *args, request, **kwargs) -> None:
        super().__init__(*args, request=request, **kwargs)
        own = set(with_site(pages_of_user(request.user)).order_by().values_list("site_id", flat=True).distinct())
        self.filters["site"].extra["choices"] = [(site, name) for site, name in site_names().items() if site in own]

    def to_confirm(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        return pages.filter(unconfirmed__gt=0)


class EnglishReportView(PageReportView):
    template_name = "languages/english_report.html"
    results_template_name = "languages/english_report_results.html"
    page_title = _("English")
    header_icon = "globe"
    filterset_class = EnglishFilterSet
    index_url_name = "english_report"
    index_results_url_name = "english_report_results"
    any_permission_required = ["add", "change", "publish"]
    default_ordering = "path"
    export_headings = {
        "site_name": _("Site"),
        "title": _("Page"),
        "page_type_display_name": _("Type"),
        "state_label": _("English"),
        "english_title": _("English title"),
        "untranslated": _("Untranslated sentences"),
        "unconfirmed": _("Machine-made sentences"),
    }
    list_export = list(export_headings)
    permission_policy = page_permission_policy

    def get_queryset(self) -> QuerySet[Page]:
        return with_site(with_english(pages_of_user(self.request.user))).select_related("content_type").order_by("path")

    def decorate_paginated_queryset(self, pages: QuerySet[Page]) -> list[Page]:
        names = site_names()
        for page in pages:
            page.site_name = names.get(page.site_id, "")
            page.state_label = State(page.state).label
        return pages

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(states=State.choices, summary=self._summary(), **kwargs)

    def _summary(self) -> list[dict]:
        """One row for each of the user's sites: its name, pages by state in the order of State, pages to confirm."""
        counts, waiting = Counter(), Counter()
        for site, state, unconfirmed in self.get_queryset().order_by().values_list("site_id", "state", "unconfirmed"):
            counts[site, state] += 1
            waiting[site] += bool(unconfirmed)
        return [
            {"site": site, "name": name, "counts": [counts[site, state] for state in State], "waiting": waiting[site]}
            for site, name in site_names().items()
            if any(counts[site, state] for state in State)
        ]
