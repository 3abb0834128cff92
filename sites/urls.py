"""All addresses: those whose views `isolation` limits to one's own sites come before Wagtail's of the same address."""

from django.urls import URLPattern, path
from django.urls.resolvers import URLResolver
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms import urls as cms_urls
from cms.urls import handler404, handler500  # noqa: F401 - Django looks for them here
from sites.isolation.choosing import OwnPagesBrowseView

scoped = [
    path("admin/choose-page/", OwnPagesBrowseView.as_view(), name="wagtailadmin_choose_page"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *decorate_urlpatterns(scoped, require_admin_access),
    *cms_urls.urlpatterns,
]
