"""Finds pages in the tree of the language that the address asks for, and in no other."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from cms.blocks.languages import LANGUAGES, Language, active_language


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, after our own routing: Wagtail's would fall back on the Chinese tree where there is no other."""
    find_page(request, path)
    response = views.serve(request, path)
    if has_session(request):
        # It may hold the bar for staff, which no cache in between must show to others.
        patch_cache_control(response, private=True)
    return response


def has_session(request: HttpRequest) -> bool:
    """Whether somebody may be signed in, without a look at who: that would make the answer vary with the cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def find_page(request: HttpRequest, path: str) -> Page | None:
    """The page at this path of the request's site and language; Wagtail finds the answer on the request."""
    request._wagtail_route_for_request = result = _route(request, active_language(), path)
    return result[0] if result else None


def home_or_404(request: HttpRequest) -> Page:
    """The home page of the request's site and language, for addresses that are no pages but need one."""
    result = _route(request, active_language(), "")
    if result is None:
        raise Http404
    return result[0]


def find_counterpart(request: HttpRequest, path: str) -> Page | None:
    """A public page at the same path in another language, the source language first."""
    others = [language for language in LANGUAGES.values() if language != active_language()]
    found = (_route(request, language, path) for language in others)
    return next((result[0] for result in found if result and not result[0].get_view_restrictions().exists()), None)


def _route(request: HttpRequest, language: Language, path: str) -> RouteResult | None:
    site = Site.find_for_request(request)
    home = home_page(site, language) if site else None
    if home is None:
        return None
    try:
        result = home.route(request, [component for component in path.split("/") if component])
    except Http404:
        return None
    return result if is_own_text(result[0], home) else None


def home_page(site: Site, language: Language) -> Page | None:
    """One query, by the index that Wagtail keeps for translations."""
    homes = site.root_page.specific_class.objects.filter(translation_key=site.root_page.translation_key)
    return homes.filter(locale__language_code=language.code).first()


def is_own_text(page: Page, home: Page) -> bool:
    """Whether the page is of its tree's language and shows no page of another: what wagtail-localize puts there
    until somebody translates is an alias, and that shows the Chinese text."""
    while page.locale_id == home.locale_id and page.alias_of_id:
        page = page.alias_of
    return page.locale_id == home.locale_id
