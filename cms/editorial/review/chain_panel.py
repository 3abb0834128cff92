"""The chain of responsibility where staff work: beside a page's editor, and in the bar on the public page."""

from django.forms import Media
from django.template.context import Context
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel
from wagtail.admin.userbar import BaseItem
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from cms.core.scripts import TRADITIONAL
from cms.editorial.review.standing import Standing


class ChainSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show or hide who answers for the page")
        icon_name = "link"
        has_counter = False

    name = "responsibility"
    title = _("Chain of responsibility")
    template_name = "review/side_panel.html"
    order = 150

    @property
    def media(self) -> Media:
        return Media(css={"all": ["review/review.css"]})

    def get_context_data(self, parent_context: Context) -> dict:
        standing = Standing(self.object, self.request.user)
        return super().get_context_data(parent_context) | {"standing": standing}


class ChainItem(BaseItem):
    """Nothing for those who may not edit the page: the review's screen would not open for them."""

    template_name = "review/userbar_item.html"

    def __init__(self, page: Page) -> None:
        self.page = page

    def render_html(self, parent_context: Context) -> str:
        user = parent_context["request"].user
        if not has_chain(self.page) or not self.page.permissions_for_user(user).can_edit():
            return ""
        return super().render_html(parent_context)


def has_chain(page: Page) -> bool:
    """What is derived has the chain of the page that it comes from."""
    return page.depth > 1 and page.locale.language_code != TRADITIONAL


def arrange_side_panels() -> None:
    """Wagtail has no hook for side panels of pages."""
    for view_class in (CreateView, EditView):
        _arrange(view_class)


def _arrange(view_class: type[CreateView] | type[EditView]) -> None:
    wagtails_own = view_class.get_side_panels

    def get_side_panels(view: CreateView | EditView) -> MediaContainer:
        # Wagtail's checks count English words and need its bar within the preview; ours are on top of the form.
        panels = [panel for panel in wagtails_own(view) if not isinstance(panel, ChecksSidePanel)]
        if view.page.pk and has_chain(view.page) and not view.expects_json_response:
            panels.append(ChainSidePanel(view.page, view.request))
        return MediaContainer(panels)

    view_class.get_side_panels = get_side_panels
