from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms.core.site_owned import SiteReportViewSet, register_site_permissions
from cms.editorial.risk.models import Assessment
from cms.editorial.risk.report import StatisticsView
from cms.editorial.risk.states import PageRisk
from cms.editorial.risk.views import AssessView

register_site_permissions(Assessment)


class AssessmentViewSet(SiteReportViewSet):
    """Only the statistics: assessments are made on the page's own screen and never changed."""

    model = Assessment
    icon = "warning"
    menu_label = gettext_lazy("Risk assessments")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(StatisticsView), name="list")]


register_snippet(AssessmentViewSet)


@hooks.register("register_admin_urls")
def assess_urls() -> list[URLPattern]:
    return [path("risk/pages/<int:page_id>/", AssessView.as_view(), name="risk_page")]


@hooks.register("register_page_header_buttons")
def assess_button(page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.permissions_for_user(user).can_edit() and PageRisk(page).needed:
        yield Button(_("Risk assessment"), reverse("risk_page", args=[page.pk]), icon_name="warning", priority=14)


@hooks.register("before_edit_page")
def tell_author(request: HttpRequest, page: Page) -> None:
    """As long as the page waits for publication, the editor says what its assessment still lacks."""
    if request.method == "GET" and (page.has_unpublished_changes or not page.live):
        _warn(request, page)


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def tell_on_handing_in(request: HttpRequest, page: Page) -> None:
    """What was changed after its assessment would only be refused at the last approval: too late for everybody."""
    if "action-submit" in request.POST and page.workflow_in_progress:
        _warn(request, page)


def _warn(request: HttpRequest, page: Page) -> None:
    risk = PageRisk(page.get_latest_revision_as_object())
    if not risk.is_settled:
        messages.warning(request, risk.missing, buttons=[messages.button(risk.address, _("Assess now"))])


class StatisticsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return Assessment.snippet_viewset.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def statistics_menu_item() -> MenuItem:
    return StatisticsMenuItem(
        gettext_lazy("Risk assessments"),
        reverse(Assessment.snippet_viewset.get_url_name("list")),
        name="risk-assessments",
        icon_name="warning",
        order=520,
    )
