"""Addresses in four groups, each with its own rule for caches.

internal - never cached; admin - private; api - short; public - what readers see, pages last.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.api import urls as api_urls
from cms.core.external_link import ExternalLinkView
from cms.delivery import urls as delivery_urls
from cms.delivery.routing import serve_page
from cms.editorial.gate.privacy_view import GatedPrivacyView
from cms.editorial.recall.views import RecallView
from cms.media.views import serve_document, serve_file
from cms.search import urls as search_urls
from cms.tv import urls as tv_urls
from cms.tv.screen import urls as screen_urls
from cms.users import urls as users_urls
from cms.users.account import AccountView

internal = [path("health/", include(api_urls.health_patterns))]

# Ours first: they stand before Wagtail's own sign-in, and before its way of taking pages down without a reason.
admin = [
    path("admin/account/", require_admin_access(AccountView.as_view()), name="wagtailadmin_account"),
    path(
        "admin/choose-external-link/",
        require_admin_access(ExternalLinkView.as_view()),
        name="wagtailadmin_choose_page_external_link",
    ),
    path("admin/pages/<int:page_id>/unpublish/", require_admin_access(RecallView.as_view()), name="recall_page"),
    path("admin/pages/<int:page_id>/privacy/", require_admin_access(GatedPrivacyView.as_view()), name="page_privacy"),
    path("admin/", include(users_urls)),
    path("admin/", include(wagtailadmin_urls)),
]

api = [path("api/", include(api_urls.api_patterns)), path("api/", include(tv_urls.api_patterns))]

# Pages by our own view, for the sake of languages; one place to sign in; what else Wagtail has is for private pages.
pages = [
    path("_util/login/", RedirectView.as_view(url=settings.LOGIN_URL, query_string=True), name="wagtailcore_login"),
    *(p for p in wagtail_urls.urlpatterns if p.name not in ("wagtail_serve", "wagtailcore_login")),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
]

public = [
    path("media/<path:path>", serve_file, name="media_file"),
    path("documents/<int:document_id>/<path:document_filename>", serve_document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    *delivery_urls.site_patterns,
    *i18n_patterns(
        path("search/", include(search_urls)),
        *screen_urls.language_patterns,
        *delivery_urls.language_patterns,
        *pages,
        prefix_default_language=False,
    ),
]

urlpatterns = internal + admin + api + public

handler404 = "cms.delivery.views.page_not_found"
handler500 = "cms.delivery.views.server_error"
