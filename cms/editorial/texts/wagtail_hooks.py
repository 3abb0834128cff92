from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView

from cms.core.site_owned import (
    NothingToChooseViewSet,
    SiteOwned,
    SiteOwnedViewSet,
    SiteReportViewSet,
    register_site_permissions,
)
from cms.editorial.texts.above import TermsAboveView, terms_above
from cms.editorial.texts.models import ListVersion, LiveFinding, Term
from cms.editorial.texts.reports import CellColumn, LookBackView, VersionsView
from cms.editorial.texts.views import DownloadView, FileView, writable_sites

register_site_permissions(Term, ListVersion, LiveFinding)


class TermIndexView(IndexView):
    @cached_property
    def has_terms_above(self) -> bool:
        return terms_above(self.request).exists()

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if writable_sites(self.request.user):
            buttons.append(Button(_("The list as a file"), url=reverse("texts_file"), icon_name="table", priority=10))
        if self.has_terms_above:
            buttons.append(
                Button(_("Lists of the sites above"), url=reverse("texts_above"), icon_name="view", priority=5)
            )
        return buttons

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(has_terms_above=self.has_terms_above, **kwargs)


class TermViewSet(SiteOwnedViewSet):
    model = Term
    index_view_class = TermIndexView
    index_template_name = "texts/terms.html"
    index_results_template_name = "texts/terms_results.html"
    icon = "openquote"
    menu_label = _("List of words")
    menu_name = "text-check"
    add_to_admin_menu = True
    menu_order = 360
    list_display = [
        "term",
        "suggestion",
        CellColumn("severity", "texts/cells/severity.html", label=_("Severity"), sort_key="severity"),
        "kind",
        "site",
    ]
    list_filter = ["site", "severity", "kind"]
    search_fields = ["term", "suggestion", "note"]
    chooser_viewset_class = NothingToChooseViewSet


class ListVersionViewSet(SiteReportViewSet):
    model = ListVersion
    icon = "history"
    report_view_class = VersionsView


class LiveFindingViewSet(SiteReportViewSet):
    model = LiveFinding
    icon = "glasses"
    report_view_class = LookBackView


@hooks.register("register_admin_urls")
def file_urls() -> list[URLPattern]:
    return [
        path("text-check/above/", TermsAboveView.as_view(), name="texts_above"),
        path("text-check/file/", FileView.as_view(), name="texts_file"),
        path("text-check/file/download/", DownloadView.as_view(), name="texts_download"),
    ]


class ReportMenuItem(MenuItem):
    """Shown to those who may see some site's rows."""

    def __init__(self, model: type[SiteOwned], label: str, order: int) -> None:
        viewset = model.snippet_viewset
        address = reverse(viewset.get_url_name("list"))
        super().__init__(label, address, name=model._meta.model_name, icon_name=viewset.icon, order=order)
        self.policy = viewset.permission_policy

    def is_shown(self, request: HttpRequest) -> bool:
        return self.policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def look_back_menu_item() -> MenuItem:
    return ReportMenuItem(LiveFinding, _("Look back"), order=520)


@hooks.register("register_reports_menu_item")
def versions_menu_item() -> MenuItem:
    return ReportMenuItem(ListVersion, _("Versions of the list"), order=530)


register_snippet(TermViewSet)
register_snippet(ListVersionViewSet)
register_snippet(LiveFindingViewSet)
