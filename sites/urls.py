"""All addresses: those whose views `isolation` limits to one's own sites come before Wagtail's of the same address."""

from django.urls import URLPattern, path
from django.urls.resolvers import URLResolver
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms import urls as cms_urls
from cms.urls import handler404, handler500  # noqa: F401 - Django looks for them here
from sites.isolation.choosing import OwnPagesBrowseView
from sites.isolation.overrides import edit_own_override

scoped = [
    path("admin/choose-page/", OwnPagesBrowseView.as_view(), name="wagtailadmin_choose_page"),
    path(
        "admin/localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
        edit_own_override,
        name="edit_own_override",
    ),
]

# As Wagtail decorates its own.
for decorator in (require_admin_access, display_custom_404, never_cache):
    scoped = decorate_urlpatterns(scoped, decorator)

urlpatterns: list[URLPattern | URLResolver] = [
    *scoped,
    *cms_urls.urlpatterns,
]
