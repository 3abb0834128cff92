from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.tv.consumers.admin_views import ConsumerViewSet, consumer_viewset


@hooks.register("register_admin_viewset")
def register_viewset() -> ConsumerViewSet:
    return consumer_viewset


@hooks.register("register_tv_menu_item")
def menu_item() -> MenuItem:
    return consumer_viewset.get_menu_item(order=800)
