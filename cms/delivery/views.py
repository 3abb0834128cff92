from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from wagtail.models import Site

from cms.blocks.languages import LANGUAGES, active_language, home_path, language_of
from cms.core.links import leaving_target
from cms.delivery.routing import find_counterpart, home_or_404
from cms.delivery.sitemaps import page_tree
from cms.delivery.themes import theme_colours, theme_file
from cms.editorial.recall.gone import recall_at
from cms.editorial.recall.models import Recall
from cms.sitewide.context_processors import sitewide


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: {home_path(code)}leaving/" for code in LANGUAGES),
        "",
        f"Sitemap: {Site.find_for_request(request).root_url}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> JsonResponse:
    """Web app manifest, so that the site can be put on a telephone's home screen."""
    site = sitewide(request)["sitewide"]
    colours = theme_colours(site.theme)
    return JsonResponse(
        {
            "name": f"{site.identity.brand_name} {site.identity.full_name}".strip(),
            "short_name": site.identity.brand_name,
            "description": site.identity.tagline,
            "lang": active_language().tag,
            "start_url": site.home_url,
            "scope": "/",
            "display": "minimal-ui",
            "background_color": colours.get("surface", "#ffffff"),
            "theme_color": colours.get("accent-day", "#ffffff"),
            "icons": [{"src": reverse("favicon"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    path = theme_file(sitewide(request)["sitewide"].theme, "favicon.svg")
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/svg+xml")


def favicon_redirect(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(reverse("favicon"))


def site_map(request: HttpRequest) -> HttpResponse:
    context = {
        "tree": page_tree(home_or_404(request)),
        "heading": gettext("Site map"),
        "canonical_url": f"{Site.find_for_request(request).root_url}{request.path}",
    }
    return render(request, "site_map.html", context)


def leaving(request: HttpRequest) -> HttpResponse:
    """Says that a link leads to somebody else's site, and where to (norm G-05)."""
    url = leaving_target(request.GET.get("to", ""))
    if url is None:
        raise Http404
    response = render(request, "leaving.html", {"url": url, "host": urlsplit(url).hostname})
    response["X-Robots-Tag"] = "noindex"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says so if the page was recalled, or is there in another language only, and leads to that."""
    if recall := recall_at(request):
        return page_gone(request, recall)
    site = sitewide(request)["sitewide"]
    path = request.path_info.removeprefix(home_path(active_language().code))
    site.page = counterpart = find_counterpart(request, path)
    # The address answers in no language, so the switcher shall not offer it in the others.
    request.resolver_match = None
    if counterpart is None:
        return HttpResponseNotFound(render_to_string("errors/404.html", request=request))
    context = {
        "counterpart": counterpart,
        "counterpart_language": language_of(counterpart),
        "wanted": dict(settings.LANGUAGES)[active_language().code],
    }
    return HttpResponseNotFound(render_to_string("errors/not_translated.html", context, request=request))


def page_gone(request: HttpRequest, recall: Recall) -> HttpResponse:
    """Nothing of what it was: neither a title nor a word. Caches ask again, for it may come back."""
    site = sitewide(request)["sitewide"]
    request.resolver_match = None
    site.page = None
    response = HttpResponse(render_to_string("errors/410.html", {"notice": recall.notice}, request=request), status=410)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-cache"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """In the site's look when the database still answers, plainly when that is what broke."""
    try:
        content = render_to_string("errors/500.html", {"identity": sitewide(request)["sitewide"].identity})
    except Exception:
        # Whatever broke the page may break this too; the reader is to get an answer all the same.
        content = render_to_string("errors/500.html")
    return HttpResponseServerError(content)
