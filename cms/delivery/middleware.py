"""Which host answers, and in which language: the address alone decides both.

Unknown hosts get nothing, and every page has only the host of its own site.
"""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from cms.blocks.languages import LANGUAGES, SOURCE
from cms.core.links import site_hosts

GetResponse = Callable[[HttpRequest], HttpResponse]

# Addresses that are no pages: they mean the same on every host.
SHARED_PREFIXES = ("/admin/", "/api/", "/documents/", "/health/", "/media/", "/static/")
# Of these no address has ever been another one.
NEVER_MOVED = ("/admin/", "/api/", "/static/")


def request_host(request: HttpRequest) -> str:
    """The host name asked for, without port. Not `get_host()`, which answers 400 for hosts it does not know."""
    return split_domain_port(request._get_raw_host())[0]


class SiteHostMiddleware:
    """Lets only requests for a site's host through; Wagtail would serve its default site to all the others.

    Probes ask by address and not by name, so health is answered here, before anything looks at the host.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/health/"):
            try:
                view, args, kwargs = resolve(request.path_info)
            except Resolver404:
                return HttpResponseNotFound()
            return view(request, *args, **kwargs)
        if not is_site_host(request_host(request)):
            return HttpResponseNotFound(render_to_string("errors/unknown_host.html"))
        return self.get_response(request)


def is_site_host(host: str) -> bool:
    if host in site_hosts():
        return True
    # The cached paths are each process's own: another one may have added this site a moment ago.
    if host and Site.objects.filter(hostname=host).exists():
        Site.clear_site_root_paths_cache()
        return True
    return False


class AddressLanguageMiddleware:
    """Activates the language that the address begins with, the source language for all others.

    Django's own would also look at cookies and at what the browser prefers: then one address would have many answers,
    which no cache could keep. The admin activates each user's own language later.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = LANGUAGES.get(request.path_info.removeprefix("/").partition("/")[0], SOURCE)
        with translation.override(language.code):
            response = self.get_response(request)
        if not request.path_info.startswith(SHARED_PREFIXES):
            response.headers.setdefault("Content-Language", language.tag)
        return response


class CanonicalHostMiddleware:
    """Redirects from the host of an outer site to the host of the site nested in it.

    In the page tree the nested site lies below the outer one, so its pages would have a second address there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and not request.path_info.startswith(SHARED_PREFIXES):
            target = canonical_url(request_host(request), request.path_info)
            if target:
                query = request.META.get("QUERY_STRING")
                return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
        return self.get_response(request)


def canonical_url(host: str, path: str) -> str | None:
    """Where a path of this host really lives, None when it is here."""
    for prefix, root_url in nested_prefixes(tuple(Site.get_site_root_paths())).get(host, []):
        if path.startswith(prefix):
            return root_url + path.removeprefix(prefix)
        if path + "/" == prefix:
            return root_url
    return None


@lru_cache(maxsize=8)
def nested_prefixes(all_paths: tuple[SiteRootPath, ...]) -> dict[str, list[tuple[str, str]]]:
    """For each host the paths under which other sites lie, longest first, with those sites' addresses.

    Computed once for a state of the sites: the argument is that state.
    """
    prefixes: dict[str, list[tuple[str, str]]] = {}
    for outer in all_paths:
        host = urlsplit(outer.root_url).hostname or ""
        for inner in all_paths:
            if inner.root_path == outer.root_path or not inner.root_path.startswith(outer.root_path):
                continue
            with translation.override(inner.language_code):
                below = reverse("wagtail_serve", args=(inner.root_path.removeprefix(outer.root_path),))
                home = inner.root_url + reverse("wagtail_serve", args=("",))
            prefixes.setdefault(host, []).append((below, home))
    for entries in prefixes.values():
        entries.sort(key=lambda entry: len(entry[0]), reverse=True)
    return prefixes


class PublicRedirectMiddleware(RedirectMiddleware):
    """Looks for a redirect only where readers go; each refusal of the admin would cost two queries more."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(NEVER_MOVED):
            return response
        return super().process_response(request, response)
