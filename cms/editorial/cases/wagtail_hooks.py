from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from cms.core.scoped_views import ANY_ACTION, NothingToChoose, SharedChooserViewSet, SharedViewSet, register_shared
from cms.core.site_owned import NothingToChooseViewSet, SiteOwnedViewSet, register_site_permissions
from cms.editorial.cases.listing import CaseListView
from cms.editorial.cases.models import CalendarDay, Case, Track
from cms.editorial.cases.views import CaseView, EditCaseView, OpenCaseView

register_site_permissions(Case)
register_shared(CalendarDay)

PANEL_LENGTH = 8


class CaseViewSet(SiteOwnedViewSet):
    model = Case
    icon = "tasks"
    menu_label = _("Cases")
    menu_name = "cases"
    add_to_admin_menu = True
    menu_order = 360
    index_view_class = CaseListView
    add_view_class = OpenCaseView
    edit_view_class = EditCaseView
    inspect_view_class = CaseView
    inspect_view_enabled = True
    inspect_template_name = "cases/case.html"
    copy_view_enabled = False
    chooser_viewset_class = NothingToChooseViewSet
    filterset_class = CaseListView.filterset_class
    list_export = CaseListView.list_export
    export_filename = CaseListView.export_filename
    search_fields = ["title", "description"]


class CalendarDayChooserViewSet(NothingToChoose, SharedChooserViewSet):
    pass


class CalendarDayViewSet(SharedViewSet):
    model = CalendarDay
    icon = "calendar-alt"
    menu_label = _("Exceptions of the calendar")
    list_display = ["day", BooleanColumn("is_worked", label=_("Working day")), "name"]
    copy_view_enabled = False
    chooser_viewset_class = CalendarDayChooserViewSet


register_snippet(CaseViewSet)
register_snippet(CalendarDayViewSet)


class OverduePanel(Component):
    """Tracks that are overdue, of the sites whose cases the person handles."""

    name = "overdue_cases"
    template_name = "cases/overdue_panel.html"
    order = 110

    def get_context_data(self, parent_context: dict) -> dict:
        policy = policy_registry.get_by_type(Case)
        cases = policy.instances_user_has_any_permission_for(parent_context["request"].user, ANY_ACTION)
        tracks = Track.objects.overdue().filter(case__in=cases).select_related("case__site", "person")
        address = reverse(Case.snippet_viewset.get_url_name("list"))
        return {"tracks": tracks.order_by("due_on")[:PANEL_LENGTH], "count": tracks.count(), "address": address}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(OverduePanel())
