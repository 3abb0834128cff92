"""Conditional answers: who has the current one is told so for the price of one query (T-05)."""

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_etags

from cms.publications.models import LogRow

# A recall is out of every cache after this time, whoever keeps it; the second figure while the first asks again.
MAX_AGE, STALE = 30, 30
CACHE_CONTROL = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE}"
# What changes with the hour and not with the log: opening states, the end of a validity.
PERIOD = 30


def conditional(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For operations whose answer follows from the log, the address and the time. Errors are not kept by anybody."""

    @wraps(operation)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = LogRow.objects.aggregate(number=Max("id"), at=Max("at"))
        tag = _tag(request, state["number"])
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
        else:
            response = operation(request, *args, **kwargs)
        return _headed(response, tag, state["at"]) if response.status_code in (200, 304) else response

    return answer


def _tag(request: HttpRequest, number: int | None) -> str:
    words = f"{number} {int(time.time() // PERIOD)} {request.get_host()} {request.get_full_path()}"
    return f'"{hashlib.blake2b(words.encode(), digest_size=12).hexdigest()}"'


def _headed(response: HttpResponse, tag: str, at: datetime | None) -> HttpResponse:
    response["ETag"] = tag
    response["Last-Modified"] = http_date((at or datetime.fromtimestamp(0, UTC)).timestamp())
    response["Cache-Control"] = CACHE_CONTROL
    return response
