"""Which web sites' scripts may read answers (the Fetch standard's CORS).

What everybody may read, scripts of all sites may read. With a key only those of the consumer's own origins may: the
others would have stolen it. No cookie opens anything here, so credentials are never allowed.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from cms.tv.consumers.keys import Presented
from cms.tv.consumers.models import Consumer

EXPOSED = "ETag, Last-Modified, Link, Deprecation, Sunset, RateLimit-Policy, RateLimit, Retry-After"
ASKED = "Authorization, X-API-Key, If-None-Match, If-Modified-Since, Last-Event-ID, Content-Type"
METHODS = "GET, HEAD, POST, OPTIONS"
PREFLIGHT_SECONDS = 600


def is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def preflight(request: HttpRequest) -> HttpResponse:
    """A browser's question has no key yet: the answer to the request itself decides by the key."""
    response = HttpResponse(status=204)
    origin = request.headers.get("Origin", "")
    if settings.TV_PUBLIC_READ:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        patch_vary_headers(response, ["Origin"])
        if not any(origin in consumer.allowed_origins for consumer in Consumer.objects.filter(active=True)):
            return response
        response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = ASKED
    response["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response


def allow_origin(request: HttpRequest, response: HttpResponse, key: Presented | None) -> None:
    if key is None and settings.TV_PUBLIC_READ:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        patch_vary_headers(response, ["Origin"])
        origin = request.headers.get("Origin", "")
        if key is None or origin not in key.origins:
            return
        response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = EXPOSED
