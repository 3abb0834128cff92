"""Asks a channel as a reader would, and says whether the recalled thing is gone from it.

Over the network where `PROBE_ADDRESS` says at which address the web server answers; else, or when nobody answers there,
by the platform's own handler within this process, which is the same program without what lies in front of it.
"""

import http.client
import io
import logging
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from cms.editorial.recall.models import Channel
from cms.editorial.recall.probing import probe_header
from cms.publications.models import LogRow, Operation

logger = logging.getLogger(__name__)

SECONDS = 10
GONE = (HTTPStatus.GONE, HTTPStatus.NOT_FOUND)
# Given an address and `fresh`: status, body, and how it was asked.
Fetch = Callable[[str, bool], tuple[int, str, str]]
_handler: list[WSGIHandler] = []


def ask(channel: Channel, fetch: Fetch) -> tuple[str, bool]:
    """What it answered, in a few words, and whether that means gone.

    `fetch` is `fetch_from` or remembers what that answered: a list shows many pages, and is asked for once.
    """
    if channel.kind == Channel.Kind.LOG:
        return _ask_log(channel)
    if channel.kind == Channel.Kind.STORE:
        return _ask_store(channel)
    status, body, where = fetch(channel.url, channel.kind != Channel.Kind.CACHE)
    answer = f"{status} {where}"
    if not channel.absent:
        return answer, status in GONE
    return answer, status in GONE or (status == HTTPStatus.OK and channel.absent not in body)


def _ask_log(channel: Channel) -> tuple[str, bool]:
    """The log's last word on the page says that it is not there; its cursor is what readers of the log get."""
    key, code = channel.url.split()
    row = LogRow.objects.filter(translation_key=key, locale=code).order_by("-pk").first()
    if row is None:
        return "-", True
    gone = row.operation in (Operation.WITHDRAW, Operation.EXPIRE, Operation.DELETE)
    return f"{row.operation} #{row.cursor or row.pk}", gone


def _ask_store(channel: Channel) -> tuple[str, bool]:
    """What an address answers that was signed for a reader a minute ago."""
    if hasattr(default_storage, "is_within_reach") and default_storage.is_within_reach(channel.url):
        return f"{HTTPStatus.OK.value} s3", False
    return f"{HTTPStatus.NOT_FOUND.value} s3", True


def fetch_from(url: str, fresh: bool) -> tuple[int, str, str]:
    """`fresh`: a cache in front passes the question on; without it the answer is what a cache would give a reader."""
    headers = probe_header(urlsplit(url).netloc) | ({"Cache-Control": "no-cache"} if fresh else {})
    if settings.PROBE_ADDRESS:
        try:
            return *_over_network(url, headers), "http"
        except OSError:
            logger.info("Nobody answers at %s; asked within the process", settings.PROBE_ADDRESS)
    return *_within(url, headers), "wsgi"


def _over_network(url: str, headers: dict[str, str]) -> tuple[int, str]:
    target, door = urlsplit(url), urlsplit(settings.PROBE_ADDRESS)
    kind = http.client.HTTPSConnection if door.scheme == "https" else http.client.HTTPConnection
    connection = kind(door.hostname, door.port, timeout=SECONDS)
    try:
        given = {"Host": target.netloc, "X-Forwarded-Proto": target.scheme or "http", **headers}
        connection.request("GET", f"{target.path}?{target.query}" if target.query else target.path, headers=given)
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()


def _within(url: str, headers: dict[str, str]) -> tuple[int, str]:
    """Through all middleware. Not by calling the handler: that would close the database's connection under way."""
    if not _handler:
        _handler.append(WSGIHandler())
    target = urlsplit(url)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(target.path, encoding="latin-1"),
        "QUERY_STRING": target.query,
        "SERVER_NAME": target.hostname or "localhost",
        "SERVER_PORT": str(target.port or (443 if target.scheme == "https" else 80)),
        "HTTP_HOST": target.netloc,
        "HTTP_X_FORWARDED_PROTO": target.scheme or "http",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": target.scheme or "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    response = _handler[0].get_response(WSGIRequest(environ))
    return response.status_code, "" if response.streaming else response.content.decode(errors="replace")
