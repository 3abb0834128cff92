"""The programming interface for reading and writing pages, with a token only (/api/v3/).

Wagtail's own (8.0, a preview) shows everybody the redirects, images and documents of all sites, so that its routers
are not mounted. What they share is the namespace, in which Wagtail looks for addresses, and the form of the answers.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.parser import Parser
from wagtail.api.v3.errors import problem_response, register_exception_handlers

from cms.api.tokens import TokenAuth
from cms.api.v3 import about, writing
from cms.api.v3.throttling import TokenThrottle
from cms.core.plain_json import PlainJSONRenderer

READS_PER_MINUTE = 600
WRITES_PER_MINUTE = 60


class ObjectParser(Parser):
    """Answers 400 for JSON that is no object: Wagtail's schemas (8.0, api/v3/schemas/base.py) fail on any other.

    This can go when they name the error themselves.
    """

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = super().parse_body(request)
        if not isinstance(body, dict):
            raise TypeError
        return body


api = NinjaAPI(
    title="云上恩施",
    version="3.0.0",
    description="Pages of the token's site.",
    urls_namespace="wagtailapi_v3",
    auth=TokenAuth(),
    throttle=[TokenThrottle(True, READS_PER_MINUTE), TokenThrottle(False, WRITES_PER_MINUTE)],
    renderer=PlainJSONRenderer(),
    parser=ObjectParser(),
    # Below as an operation like the others, which asks for a token. A page to try it out would come from elsewhere.
    openapi_url=None,
    docs_url=None,
)
register_exception_handlers(api)


@api.exception_handler(AuthenticationError)
def ask_for_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem_response(status=401, detail=str(error))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.get("/openapi.json", url_name="openapi", include_in_schema=False)
def openapi(request: HttpRequest) -> dict[str, Any]:
    return document(get_language())


@cache
def document(language: str) -> dict[str, Any]:
    """Made once for each language: it takes seconds, and no request changes it."""
    return api.get_openapi_schema()


api.add_decorator(never_cache, mode="view")
api.add_router("/pages/", writing.router)
api.add_router("/", about.router)
