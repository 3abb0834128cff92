"""Addresses in four groups, each with its own rule for caches.

internal - never cached; admin - private; api - short; public - what readers see, pages last.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api import urls as api_urls
from cms.delivery import urls as delivery_urls

internal = [path("health/", include(api_urls.health_patterns))]

admin = [path("admin/", include(wagtailadmin_urls))]

api = [path("api/", include(api_urls.api_patterns))]

public = [
    path("documents/", include(wagtaildocs_urls)),
    *delivery_urls.urlpatterns,
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]

# Without a bucket the media files lie beside the database; in production nginx serves them first.
if "FileSystemStorage" in settings.STORAGES["default"]["BACKEND"]:
    public.insert(0, path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))

urlpatterns = internal + admin + api + public

handler404 = "cms.delivery.views.page_not_found"
handler500 = "cms.delivery.views.server_error"
