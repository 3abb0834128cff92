"""Ways in which the channel appears in the admin, and the cut of its pictures."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.images.image_operations import FillOperation, ImageTransform
from wagtail.images.models import AbstractImage
from wagtail.log_actions import LogActionRegistry

from cms.tv.admin_views import DeskView
from cms.tv.approving import may_approve


class CoverOperation(FillOperation):
    """As Wagtail's `fill`, and never smaller than asked: a screen has no use for a picture with another size (T-06)."""

    def run(self, transform: ImageTransform, image: AbstractImage) -> ImageTransform:
        transform = super().run(transform, image)
        size = (self.width, self.height)
        return transform if transform.size == size else transform.resize(size)


@hooks.register("register_image_operations")
def image_operations() -> list[tuple[str, type[FillOperation]]]:
    return [("cover", CoverOperation)]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("tv.approve", _("Approve for television"), _("Approved for television"))
    actions.register_action("tv.take_off", _("Take off television"), _("Taken off television"))


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [path("tv/", DeskView.as_view(), name="tv_desk")]


@hooks.register("register_admin_menu_item")
def television_menu() -> MenuItem:
    """What else the channel has registers below it."""
    menu = Menu(register_hook_name="register_tv_menu_item")
    return SubmenuMenuItem(_("Television"), menu, name="tv", icon_name="media", order=360)


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_approve(request.user)


@hooks.register("register_tv_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Approval"), reverse_lazy("tv_desk"), name="tv-desk", icon_name="check", order=100)
