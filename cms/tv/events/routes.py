"""GET /events"""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cms.publications.reading import end_of_log, rows_after
from cms.tv.changes import Cursor, asked_cursor
from cms.tv.events.streaming import Stream
from cms.tv.events.watching import watch
from cms.tv.operations import origin_of, read
from cms.tv.problems import problem, refuse_unknown

CONTENT_TYPE = "text/event-stream; charset=utf-8"
# When a stream of this process will have ended.
FULL_SECONDS = 30

router = Router(tags=["events"])


class EventFilter(Schema):
    cursor: str | None = Field(None, description="From `changes`; `Last-Event-ID` stands before it. None: from now on.")


@read(
    router,
    "/events",
    operation_id="events",
    summary="Changes as they happen",
    openapi_extra={
        "responses": {
            200: {
                "description": "Server-sent events: `change` with an object of `changes` and its cursor as id, and "
                "hints such as `alert` and `edition`.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            }
        }
    },
)
def read_events(request: HttpRequest, asked: EventFilter = Query(...)) -> HttpResponse | StreamingHttpResponse:
    """503 when this process has no stream left: ask `changes` meanwhile. 410: begin again with `changes`."""
    refuse_unknown(request, EventFilter.model_fields)
    cursor = _begin(request.headers.get("Last-Event-ID") or asked.cursor)
    if request.method == "HEAD":
        return HttpResponse(content_type=CONTENT_TYPE)
    if not watch.join():
        answer = problem(503, _("There are too many listeners. Ask for the changes instead, and try again later."))
        answer["Retry-After"] = str(FULL_SECONDS)
        return answer
    # nginx would keep the events until it has a page full of them.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(Stream(cursor, origin_of(request)), content_type=CONTENT_TYPE, headers=headers)


def _begin(given: str | None) -> Cursor:
    if not given:
        return Cursor(end_of_log(), replaying=False)
    with asked_cursor():
        cursor = Cursor.parse(given)
        rows_after(cursor.number, 1, replaying=cursor.replaying)
    return cursor
