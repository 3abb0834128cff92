from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from sites.isolation.choosing import only_own_pages
from sites.isolation.files import limit_admin_api
from sites.isolation.pages import OwnPagesViewSet, count_own_pages
from sites.people.bulk import BULK_ACTIONS

# After Wagtail's own: the last one counts.
LAST = 1000

hooks.register("construct_page_chooser_queryset", only_own_pages)
hooks.register("construct_admin_api", limit_admin_api, order=LAST)
hooks.register("construct_homepage_summary_items", count_own_pages, order=LAST)
hooks.register("register_admin_viewset", OwnPagesViewSet, order=LAST)
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=LAST)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.reset", _("Reset sign-in"), _("Sign-in reset, link sent by mail"))
