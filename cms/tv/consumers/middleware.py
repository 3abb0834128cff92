"""The door of the channel's contract: who asks, how often, from which web site, and what is written down of it.

A middleware and not a decorator of the operations: refusals, unknown addresses, preflights and the OpenAPI document
pass it as well.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cms.editorial.recall.probing import is_probe
from cms.tv.consumers import cors
from cms.tv.consumers.access_log import Entry
from cms.tv.consumers.compressing import compress
from cms.tv.consumers.keys import Presented, UnknownKey, has_other_key, presented_key
from cms.tv.consumers.limits import Quota, windows
from cms.tv.problems import problem
from cms.tv.retiring import retirement_of
from cms.users.addresses import counted_address

BASE = "/api/tv/v1/"
# Whoever wants to become a consumer must be able to read these, and whoever watches over us that. Pictures are fetched
# without headers: who knows the name of one, which cannot be guessed, has it from an answer.
OPEN = re.compile(BASE + r"(openapi\.json|schema\.json|health|assets/[0-9a-f]{64}|(items|services)/[^/]+/qr\.svg)")


class ConsumerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(BASE):
            return self.get_response(request)
        entry = Entry(request)
        if cors.is_preflight(request):
            return entry.follow(cors.preflight(request))
        try:
            entry.key, refusal = presented_key(request), None
        except UnknownKey:
            refusal = _("This key is not in force. Ask the channel for a new one.")
        quota = _take(request, entry.key)
        if quota.is_exceeded:
            response = problem(429, _("That was too often. Wait for as many seconds as Retry-After says."))
        elif refusal or not _may_read(request, entry.key):
            response = _refused(refusal or _("A key is needed here. Ask the channel for one."))
        elif "%00" in request.get_full_path():
            # PostgreSQL has no such character.
            response = problem(422, _("No address here has the character NUL in it."))
        else:
            response = self._found(request)
        quota.write(response)
        _finish(request, response, entry.key)
        return entry.follow(response)

    def _found(self, request: HttpRequest) -> HttpResponse:
        """An address that none of our interfaces has is looked for among the pages, which answer programs in HTML."""
        response = self.get_response(request)
        match = request.resolver_match
        if not (match and match.namespace):
            return problem(404, _("There is nothing here that may be shown."))
        return _not_allowed(response["Allow"]) if response.status_code == 405 else response


def _not_allowed(methods: str) -> HttpResponse:
    response = problem(405, _("That cannot be done here, only: %(methods)s.") % {"methods": methods})
    response["Allow"] = methods
    return response


def _take(request: HttpRequest, key: Presented | None) -> Quota:
    if key:
        return windows.take(f"consumer {key.consumer_id}", "consumer", key.per_minute)
    return windows.take(f"address {counted_address(request)}", "address", settings.TV_ANONYMOUS_PER_MINUTE)


def _may_read(request: HttpRequest, key: Presented | None) -> bool:
    return bool(
        settings.TV_PUBLIC_READ
        or key
        or OPEN.fullmatch(request.path_info)
        or has_other_key(request)
        or is_probe(request)
    )


def _refused(detail: str) -> HttpResponse:
    response = problem(401, detail)
    response["WWW-Authenticate"] = 'Bearer realm="tv"'
    return response


def _finish(request: HttpRequest, response: HttpResponse, key: Presented | None) -> None:
    cors.allow_origin(request, response, key)
    if key or not settings.TV_PUBLIC_READ:
        # No shared cache may give it to somebody without a key.
        response["Cache-Control"] = response.get("Cache-Control", "private").replace("public", "private")
        patch_vary_headers(response, ["Authorization", "X-API-Key"])
    if request.resolver_match and (retirement := retirement_of(request.resolver_match.url_name or "", request.GET)):
        retirement.write(response)
    compress(request, response)
