from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.core import formats
from cms.editorial.gate.models import UrgentRelease
from cms.editorial.urgent import views
from cms.editorial.urgent.releasing import may_release


@hooks.register("register_admin_urls")
def urgent_urls() -> list[URLPattern]:
    return [
        path("urgent/", views.UrgentListView.as_view(), name="urgent_list"),
        path("urgent/new/", views.UrgentFormView.as_view(), name="urgent_new"),
        path("urgent/pages/<int:page_id>/", views.ReleaseDraftView.as_view(), name="urgent_release"),
    ]


class UrgentMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_release(request.user)


@hooks.register("register_admin_menu_item")
def urgent_menu_item() -> MenuItem:
    return UrgentMenuItem(
        gettext_lazy("Urgent notices"), reverse("urgent_list"), name="urgent", icon_name="warning", order=355
    )


class UrgentActionItem(ActionMenuItem):
    label = gettext_lazy("Publish urgently")
    name = "action-urgent"
    icon_name = "warning"

    def is_shown(self, context: dict) -> bool:
        page = context.get("page")
        return (
            context["view"] == "edit"
            and page.depth > 2
            and page.alias_of_id is None
            and (page.has_unpublished_changes or not page.live)
            and may_release(context["request"].user)
        )

    def get_url(self, context: dict) -> str:
        return reverse("urgent_release", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def urgent_action() -> ActionMenuItem:
    return UrgentActionItem(order=90)


@hooks.register("before_edit_page")
def tell_urgent(request: HttpRequest, page: Page) -> None:
    release = UrgentRelease.objects.of(page).standing().first() if request.method == "GET" else None
    if release is not None:
        messages.warning(
            request,
            _("Put out in an emergency by %(person)s; to be confirmed by two others until %(time)s.")
            % {"person": release.by, "time": formats.moment(release.due_at)},
        )


@hooks.register("register_permissions")
def urgent_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="gate", codename="add_urgentrelease")
