from wagtail import hooks

from sites.isolation.choosing import only_own_pages
from sites.isolation.files import limit_admin_api
from sites.isolation.pages import OwnPagesViewSet

# After Wagtail's own: the last one counts.
LAST = 1000

hooks.register("construct_page_chooser_queryset", only_own_pages)
hooks.register("construct_admin_api", limit_admin_api, order=LAST)
hooks.register("register_admin_viewset", OwnPagesViewSet, order=LAST)
