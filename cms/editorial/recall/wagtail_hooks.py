from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import UnpublishMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.wagtail_hooks import PageListingUnpublishButton
from wagtail.log_actions import LogActionRegistry

from cms.editorial.recall import freeze_views, views
from cms.editorial.recall.bulk import RecallBulkAction
from cms.editorial.recall.permissions import READ, may_freeze, may_recall, sites_with
from cms.editorial.recall.recalling import LOG_ACTION

# After Wagtail's bulk actions: ours takes the place of one.
LAST = 1000


@hooks.register("register_admin_urls")
def recall_urls() -> list[URLPattern]:
    """Without that of the form itself, which stands in the place of one of Wagtail's (cms/urls.py)."""
    return [
        path("recalls/", views.RecallListView.as_view(), name="recall_list"),
        path("recalls/<int:recall_id>/", views.CertificateView.as_view(), name="recall_certificate"),
        path("freezes/", freeze_views.FreezeListView.as_view(), name="freezes"),
        path("freezes/<int:freeze_id>/lift/", freeze_views.LiftFreezeView.as_view(), name="freeze_lift"),
    ]


hooks.register("register_bulk_action", RecallBulkAction, order=LAST)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(LOG_ACTION, _("Recall"), _("Recalled from every channel"))


def _dress_unpublish_entries() -> None:
    """Wagtail's entries “Unpublish” lead to our form: they are called so, and shown to those who may recall."""
    for entry in (UnpublishMenuItem, PageListingUnpublishButton):
        entry.label = _("Recall")
    UnpublishMenuItem.is_shown = _in_menu
    PageListingUnpublishButton.is_shown = lambda button, user: button.page.live and may_recall(user, button.page)


def _in_menu(item: UnpublishMenuItem, context: dict) -> bool:
    page = context.get("page")
    return context["view"] == "edit" and page.live and may_recall(context["request"].user, page)


_dress_unpublish_entries()


class PermittedMenuItem(MenuItem):
    def __init__(self, *args, test: Callable[[HttpRequest], bool], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._test = test

    def is_shown(self, request: HttpRequest) -> bool:
        return self._test(request)


@hooks.register("register_reports_menu_item")
def recall_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Recalls"),
        reverse("recall_list"),
        name="recalls",
        icon_name="download",
        order=150,
        test=lambda request: sites_with(request.user, READ).exists(),
    )


@hooks.register("register_admin_menu_item")
def freeze_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Freeze publishing"),
        reverse("freezes"),
        name="freezes",
        icon_name="lock",
        order=360,
        test=lambda request: may_freeze(request.user),
    )


@hooks.register("register_permissions")
def named_permissions() -> QuerySet[Permission]:
    """In Wagtail's form for groups; recalling is granted for each site by provisioning."""
    return Permission.objects.filter(content_type__app_label="recall", codename="add_freeze")


@hooks.register("insert_global_admin_css")
def recall_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("recall/recall.css"))
