from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.core.scripts import TRADITIONAL
from cms.editorial.review import chain_panel, editing, listing, views
from cms.editorial.review.chain_report import ChainReportView

# Before Wagtail's own, whose addresses ours take.
FIRST = -10
# After everybody else has put theirs.
LAST = 1000


@hooks.register("register_admin_urls", order=FIRST)
def review_urls() -> list[URLPattern]:
    return [
        path("review/", listing.ReviewListView.as_view(), name="review_list"),
        path("review/<int:page_id>/", views.ReviewView.as_view(), name="review_page"),
        path("review/<int:page_id>/preview/", views.PreviewView.as_view(), name="review_preview"),
        path("reports/responsibility/", ChainReportView.as_view(), name="chain_report"),
        path(
            "reports/responsibility/results/",
            ChainReportView.as_view(results_only=True),
            name="chain_report_results",
        ),
        *(
            path(
                f"pages/workflow/{part}/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
                editing.decide_on_the_screen,
            )
            for part in ("action", "collect_action_data")
        ),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def review_button(
    page: Page, user: AbstractBaseUser, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """What changes, who answers for it and where it stands, for every page that somebody may edit."""
    if page.depth > 1 and page.locale.language_code != TRADITIONAL and page.permissions_for_user(user).can_edit():
        address = reverse("review_page", args=[page.pk])
        yield Button(_("Review and responsibility"), address, icon_name="tick-inverse", priority=13)


@hooks.register("register_reports_menu_item")
def chain_menu_item() -> MenuItem:
    address = reverse("chain_report")
    return MenuItem(_("Chain of responsibility"), address, name="chain", icon_name="link", order=90)


@hooks.register("register_admin_menu_item")
def review_menu_item() -> MenuItem:
    return MenuItem(_("Review"), reverse("review_list"), name="review", icon_name="tick-inverse", order=150)


@hooks.register("construct_wagtail_userbar")
def chain_in_userbar(request: HttpRequest, items: list[BaseItem], page: Page | None) -> None:
    """On the public page, in the place of Wagtail's checks, which are about texts in English."""
    items[:] = [item for item in items if not isinstance(item, ContentCheckerItem)]
    if page is not None and page.pk:
        items.append(chain_panel.ChainItem(page))


chain_panel.arrange_side_panels()
hooks.register("before_edit_page", editing.tell_of_review)
hooks.register("construct_homepage_panels", listing.put_panel, order=LAST)
