"""Server-sent events: what changes, while it changes.

A stream keeps a thread of the server, so a process has only so many and each ends after some minutes; browsers come
back by themselves with the last id. While a stream waits it has no connection to the database.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from cms.tv.changes import Cursor, changes_after
from cms.tv.events.watching import watch
from cms.tv.hints import Hints

# The server learns by writing that nobody reads any more, and has the thread back.
HEARTBEAT_SECONDS = 5
LIFE_SECONDS = 300
RETRY_MILLISECONDS = 2000
BATCH = 100


class Stream:
    """An iterator for the server; for who has joined the watch. `close` leaves it, also when nobody ever read."""

    def __init__(self, cursor: Cursor, origin: str) -> None:
        self._parts = _parts(cursor, origin)
        self._is_closed = False

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        self._parts.close()
        if not self._is_closed:
            self._is_closed = True
            watch.leave()


def _parts(cursor: Cursor, origin: str) -> Iterator[bytes]:
    yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
    hints, end = Hints(), time.monotonic() + LIFE_SECONDS
    while (left := end - time.monotonic()) > 0:
        number = watch.number
        text, cursor, has_more = _news(cursor, origin, hints)
        if text:
            yield text.encode()
        if not has_more and not watch.wait(number, min(HEARTBEAT_SECONDS, left)):
            yield b": still here\n\n"


def _news(cursor: Cursor, origin: str, hints: Hints) -> tuple[str, Cursor, bool]:
    try:
        changes, after, has_more = changes_after(cursor, BATCH, origin)
        told = [_event("change", change) for change in changes]
        if told:
            # Only behind the last: who is cut off before it gets all of them again.
            told[-1] = f"id: {after}\n{told[-1]}"
        told += [_event(name, data) for name, data in hints.news()]
        return "".join(told), after, has_more
    finally:
        connection.close()


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)}\n\n"
