"""Addresses in four groups, each with its own rule for caches.

internal - never cached; admin - private; api - short; public - what readers see, pages last.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api import urls as api_urls
from cms.delivery import urls as delivery_urls
from cms.media.views import serve_file

internal = [path("health/", include(api_urls.health_patterns))]

admin = [path("admin/", include(wagtailadmin_urls))]

api = [path("api/", include(api_urls.api_patterns))]

public = [
    path("media/<path:path>", serve_file, name="media_file"),
    path("documents/", include(wagtaildocs_urls)),
    *delivery_urls.urlpatterns,
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]

urlpatterns = internal + admin + api + public

handler404 = "cms.delivery.views.page_not_found"
handler500 = "cms.delivery.views.server_error"
