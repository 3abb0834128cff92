from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.tv.webhooks.admin_views import WebhookViewSet, webhook_viewset
from cms.tv.webhooks.models import Subscription


@hooks.register("register_admin_viewset")
def register_viewset() -> WebhookViewSet:
    return webhook_viewset


@hooks.register("register_tv_menu_item")
def menu_item() -> MenuItem:
    return webhook_viewset.get_menu_item(order=810)


class PausedPanel(Component):
    """On the start page of who can do something about it."""

    name = "tv-webhooks-paused"
    order = 50

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        number = Subscription.objects.paused().count()
        if not number:
            return ""
        text = ngettext(
            "%(count)s webhook of television is paused; its page says why.",
            "%(count)s webhooks of television are paused; their pages say why.",
            number,
        )
        link = reverse(webhook_viewset.get_url_name("index"))
        words = text % {"count": number}
        return format_html('<div class="help-block help-critical"><a href="{}">{}</a></div>', link, words)


@hooks.register("construct_homepage_panels")
def paused_panel(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("tv_webhooks.change_subscription"):
        panels.append(PausedPanel())
