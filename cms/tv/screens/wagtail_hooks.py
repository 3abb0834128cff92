from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.tv.screens import views


@hooks.register("register_admin_urls")
def screen_urls() -> list[URLPattern]:
    return [
        path("tv/screens/", views.ControlRoomView.as_view(), name="tv_screens"),
        path("tv/screens/new/", views.NewScreenView.as_view(), name="tv_screen_new"),
        path("tv/screens/<int:screen_id>/", views.ScreenView.as_view(), name="tv_screen"),
    ]


class RoomMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.PERMISSION)


@hooks.register("register_tv_menu_item")
def room_menu_item() -> MenuItem:
    return RoomMenuItem(
        _("Control room"), reverse_lazy("tv_screens"), name="tv-screens", icon_name="desktop", order=300
    )


@hooks.register("insert_global_admin_css")
def screen_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("tv_screens/screens.css"))
