"""Live screens: a real server, a real client that reads as the events come."""

import http.client
import json
from collections.abc import Iterator
from datetime import time, timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.utils import timezone

from cms.tv import hints
from cms.tv.alerts.models import Alert
from cms.tv.editions.making import compile_channel
from cms.tv.editions.models import Channel, Row, Rundown
from cms.tv.events import streaming
from cms.tv.events.watching import watch

PATH = "/api/tv/v1/events"


class Listener:
    """As a browser's EventSource: remembers the last id."""

    def __init__(self, server: Any, headers: dict[str, str] | None = None, query: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.thread.port, timeout=10)
        self.connection.request("GET", PATH + query, headers={"Host": "localhost", **(headers or {})})
        self.response = self.connection.getresponse()
        self.last_id = ""

    def blocks(self) -> Iterator[list[str]]:
        lines: list[str] = []
        while line := self.response.readline().decode():
            if line.strip():
                lines.append(line.rstrip("\n"))
            else:
                yield lines
                lines = []

    def events(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for block in self.blocks():
            fields = dict(line.split(": ", 1) for line in block)
            self.last_id = fields.get("id", self.last_id)
            if "event" in fields:
                yield fields["event"], json.loads(fields["data"])

    def close(self) -> None:
        self.response.close()
        self.connection.close()


@pytest.fixture
def listen(server, settings, monkeypatch):
    settings.TV_STREAMS = 2
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.5)
    made: list[Listener] = []

    def begin(**options: Any) -> Listener:
        made.append(Listener(server, **options))
        return made[-1]

    yield begin
    for listener in made:
        listener.close()
    _wait_for_listeners(0)


def test_a_recall_is_told_within_a_second_and_a_listener_comes_back_where_it_was(page, live, listen):
    listener = listen()
    assert listener.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert "ETag" not in listener.response.headers
    blocks = listener.blocks()
    assert next(blocks) == ["retry: 2000"]
    sleep(0.5)
    began = monotonic()
    page.unpublish()
    events = listener.events()
    name, change = next(events)
    assert monotonic() - began < 1
    assert (name, change["op"], change["id"]) == ("change", "delete", f"news:{page.translation_key}")
    listener.close()
    live(slug="meanwhile", title="断线时")
    again = listen(headers={"Last-Event-ID": listener.last_id})
    name, change = next(again.events())
    assert change["item"]["title"] == "断线时"


def test_changes_are_told_from_a_cursor_on_and_only_once(page, listen, monkeypatch):
    monkeypatch.setattr(streaming, "LIFE_SECONDS", 1)
    told = list(listen(query="?cursor=r_00000000").events())
    assert [change["item"]["title"] for _name, change in told] == ["峡谷晨雾"]


def test_a_silent_stream_shows_that_it_lives_and_ends_by_itself(page, listen, monkeypatch):
    monkeypatch.setattr(streaming, "LIFE_SECONDS", 1.2)
    blocks = list(listen().blocks())
    assert blocks[0] == ["retry: 2000"]
    assert [": still here"] in blocks
    _wait_for_listeners(0)


def test_there_are_only_so_many_and_who_leaves_makes_room(page, listen, settings):
    settings.TV_STREAMS = 1
    first = listen()
    second = listen()
    assert (second.response.status, second.response.headers["Retry-After"]) == (503, "30")
    assert json.loads(second.response.read())["status"] == 503
    first.close()
    _wait_for_listeners(0)
    assert listen().response.status == 200


def test_others_may_tell_something_too(page, listen, monkeypatch):
    def edition(mark: str) -> tuple[list[dict[str, Any]], str]:
        return ([] if mark else [{"channel": "enshi", "number": 7}]), "7"

    monkeypatch.setattr(hints, "_sources", {"edition": edition})
    events = listen().events()
    assert next(events) == ("edition", {"channel": "enshi", "number": 7})
    page.unpublish()
    assert next(events)[0] == "change"


def test_another_edition_and_another_alert_are_told(page, family, listen):
    channel = Channel.objects.create(code="evening", name="晚间频道")
    rundown = Rundown.objects.create(channel=channel, title="今日恩施", starts_at=time(19), ends_at=time(20))
    Row.objects.create(rundown=rundown, locale=page.locale, item_key=page.translation_key)
    events = listen().events()
    compile_channel(channel, None)
    assert next(events) == ("edition", {"channel": "evening", "number": 1})
    alert = Alert.objects.create(
        site_id=family.prefecture.pk,
        areas=[family.prefecture.pk],
        identifier="drill",
        sender="localhost",
        headline="演练",
        sent=timezone.now(),
        effective=timezone.now(),
        expires=timezone.now() + timedelta(hours=1),
    )
    assert next(events) == ("alert", {"alerts": [alert.key]})


@pytest.mark.parametrize(("cursor", "status"), [("nonsense", 422), ("c_00ffffff", 410)])
def test_a_cursor_that_leads_nowhere_is_refused_before_the_stream_begins(page, listen, cursor, status):
    response = listen(query=f"?cursor={cursor}").response
    assert (response.status, response.headers["Content-Type"]) == (status, "application/problem+json")


def _wait_for_listeners(number: int) -> None:
    deadline = monotonic() + 5
    while watch.listeners != number and monotonic() < deadline:
        sleep(0.05)
    assert watch.listeners == number
