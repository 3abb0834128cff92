"""What waits: the review's own list, and its part of the admin's first page."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Paginator
from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.editorial.review.models import ReviewStage
from cms.editorial.review.waiting import Row, came_back, for_me, handed_in, under_way, urgent

LISTS: dict[str, tuple[str, Callable[[AbstractBaseUser], list[Row]]]] = {
    "mine": (_("Waits for me"), for_me),
    "back": (_("Came back to me"), came_back),
    "handed-in": (_("Handed in by me"), handed_in),
    "all": (_("Everything under way"), under_way),
}
ON_FIRST_PAGE = 6
PER_PAGE = 50
STYLE = Media(css={"all": ["review/review.css", "review/lists.css"]})


class ReviewListView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "review/list.html"
    page_title = _("Review")
    header_icon = "tick-inverse"

    @cached_property
    def shown(self) -> str:
        asked = self.request.GET.get("show", "")
        if asked in LISTS:
            return asked
        sits = ReviewStage.objects.filter(groups__user=self.request.user, active=True).exists()
        return "mine" if sits else "handed-in"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": reverse("review_list"), "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        _label, rows_for = LISTS[self.shown]
        rows = Paginator(rows_for(self.request.user), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            lists=[(key, label) for key, (label, _rows) in LISTS.items()],
            shown=self.shown,
            rows=rows,
            urgent=urgent(self.request.user),
            media=STYLE,
            **kwargs,
        )


class ReviewPanel(Component):
    """Stands in for Wagtail's two panels of moderation, which say the same without times."""

    name = "review"
    template_name = "review/panel.html"
    order = 100
    replaced = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}

    @property
    def media(self) -> Media:
        return STYLE

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        lists = [(label, rows_for(user)) for key, (label, rows_for) in LISTS.items() if key != "all"]
        return {
            "lists": [(label, rows[:ON_FIRST_PAGE], len(rows)) for label, rows in lists if rows],
            "urgent": urgent(user),
        }


def put_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in ReviewPanel.replaced]
    panels.append(ReviewPanel())
