"""One request to an address that somebody outside has named, without letting it lead us elsewhere."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

# For connecting, and again for everything after that.
SECONDS = 5
# Of the answer so much is kept for the log.
KEPT = 300
# Global by their numbers, but they may lead inside: IPv4 within IPv6 in three ways, and what once was site-local.
DISGUISES = [ipaddress.ip_network(name) for name in ("::/96", "64:ff9b::/96", "2002::/16", "fec0::/10")]


class Refused(Exception):
    """The address is none to which anything may be sent."""


@dataclass(frozen=True)
class Outcome:
    """`status` is None if there was no answer; then `answer` says why."""

    status: int | None
    answer: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    began = time.monotonic()
    try:
        status, answer = _post(url, body, headers)
    # ValueError: a name that is none to the resolver.
    except (Refused, OSError, HTTPException, ValueError) as error:
        status, answer = None, f"{type(error).__name__}: {error}"
    return Outcome(status, answer[:KEPT], round((time.monotonic() - began) * 1000))


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Connects to the very address that was looked at: asked again, the name might lead inside."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    line = socket.create_connection((public_address(host, port), port), SECONDS)
    with line, _deadline(line), _secured(line, host) if secure else nullcontext(line) as speaking:
        connection = HTTPConnection(host, port)
        connection.sock = speaking
        given = {"Host": parts.netloc.encode("idna").decode(), "Content-Type": "application/json; charset=utf-8"}
        target = iri_to_uri(f"{parts.path or '/'}{parts.query and '?'}{parts.query}")
        connection.request("POST", target, body, given | {"User-Agent": "yunshang-tv/1"} | headers)
        with connection.getresponse() as response:
            # What comes at once: who drips its answer is not waited for.
            return response.status, response.read1(KEPT).decode(errors="replace").strip()


def _secured(line: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


@contextmanager
def _deadline(line: socket.socket) -> Iterator[None]:
    """Cuts the line after `SECONDS`: a timeout of its own begins anew with every byte that comes."""
    over = threading.Event()
    # TLS takes the socket over, but not what other handle there is on the same line.
    handle = line.dup()

    def cut() -> None:
        over.set()
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(SECONDS, cut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        handle.close()
        # What was read until then may look like a whole answer.
        if over.is_set():
            raise TimeoutError(f"no answer within {SECONDS} seconds")


def public_address(host: str, port: int) -> str:
    """Raises Refused if any of the host's addresses lies inside our networks, OSError if it has none."""
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.TV_WEBHOOKS_INSIDE and not all(_is_public(address) for address in found):
        raise Refused(f"{host} is not an address of the public network.")
    return found[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    is_disguised = any(address in network for network in DISGUISES)
    return address.is_global and not address.is_multicast and not is_disguised
