"""Conditional answers: who has the current one is told so for the price of one query (T-05)."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_etags

from cms.publications.models import LogRow

# A recall is out of every cache after this time, whoever keeps it; the second figure while the first asks again.
MAX_AGE, STALE = 30, 30
CACHE_CONTROL = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE}"
# What changes with the hour and not with the log: opening states, the end of a validity.
PERIOD = 30
# At the end of the ETag of an answer's compressed form.
CODED = "-gzip"


# Of each table whose changes no log row tells: its newest time of change, as a subquery.
_states: list[Callable[[], QuerySet]] = []


def register_state(newest: Callable[[], QuerySet]) -> None:
    """Call from an app's `ready`, with what gives `Model.objects.order_by("-changed_at").values("changed_at")[:1]`.

    Every change of the table must raise that time, so rows are ended and not deleted.
    """
    _states.append(newest)


@dataclass(frozen=True)
class State:
    """Of all that answers are made from; two answers under the same state are the same.

    `cursor` and not the row's own number: PostgreSQL commits rows in another order than they are added. Only the
    transaction that adds them sees rows without one, and sees them first.
    """

    cursor: int | None
    row: int
    times: tuple[datetime | None, ...]

    @property
    def at(self) -> datetime:
        return max(filter(None, self.times))

    @classmethod
    def now(cls) -> "State | None":
        """One query. None before anything was ever published."""
        others = {f"state_{index}": Subquery(newest()) for index, newest in enumerate(_states)}
        found = LogRow.objects.order_by("-cursor", "-pk").values_list("cursor", "pk", "at", *others.values())[:1]
        return next((cls(cursor, row, tuple(times)) for cursor, row, *times in found), None)

    def tag(self, request: HttpRequest) -> str:
        words = f"{self} {period_start()} {request.get_host()} {request.get_full_path()}"
        return f'"{hashlib.blake2b(words.encode(), digest_size=12).hexdigest()}"'


def period_start() -> int:
    """In seconds since 1970. The time that answers give as theirs, so that under one tag they are the same bytes."""
    return int(time.time() // PERIOD) * PERIOD


def conditional(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For operations whose answer follows from the state, the address and the time; errors are kept by nobody.

    They find the tag at `request.state_tag`, empty before anything was ever published.
    """

    @wraps(operation)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return operation(request, *args, **kwargs)
        state = State.now()
        # Before the answer, which may be ready only in the next period.
        tag = request.state_tag = state.tag(request) if state else ""
        if state and (held := held_tag(request, tag)):
            return _headed(HttpResponseNotModified(), held, state.at)
        response = operation(request, *args, **kwargs)
        # A stream of events has no end, so nobody keeps it.
        if response.status_code != 200 or (response.streaming and "ETag" not in response.headers):
            return response
        return _headed(response, tag, state.at) if state else response

    return answer


def held_tag(request: HttpRequest, tag: str) -> str | None:
    """The client's name for the current answer: as it is, compressed, or made weak by a proxy that compressed it."""
    for given in parse_etags(request.headers.get("If-None-Match", "")):
        strong = given.removeprefix("W/")
        if strong in (tag, f'{tag.removesuffix(chr(34))}{CODED}"'):
            return strong
    return None


def answer_under(tag: str, request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """For operations that know better than the state when their answer changes; `tag` without quotes."""
    tag = f'"{tag}"'
    held = held_tag(request, tag)
    response = HttpResponseNotModified() if held else make()
    response["ETag"], response["Cache-Control"] = held or tag, CACHE_CONTROL
    return response


def _headed(response: HttpResponse, tag: str, at: datetime) -> HttpResponse:
    """An operation that knows better says so itself."""
    response.headers.setdefault("ETag", tag)
    response.headers.setdefault("Last-Modified", http_date(at.timestamp()))
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    return response
