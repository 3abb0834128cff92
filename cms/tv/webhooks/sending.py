"""One request to an address that somebody outside has named, without letting it lead us elsewhere."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

SECONDS = 5
# Of the answer so much is kept for the log.
KEPT = 300


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
    except (Refused, OSError, urllib3.exceptions.HTTPError) as error:
        status, answer = None, f"{type(error).__name__}: {error}"
    return Outcome(status, answer[:KEPT], round((time.monotonic() - began) * 1000))


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Connects to the very address that was looked at: asked again, the name might lead inside."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = public_address(parts.hostname or "", port)
    names = {"server_hostname": parts.hostname, "assert_hostname": parts.hostname} if secure else {}
    kind = urllib3.HTTPSConnectionPool if secure else urllib3.HTTPConnectionPool
    given = {"Host": parts.netloc, "Content-Type": "application/json; charset=utf-8", "User-Agent": "yunshang-tv/1"}
    with kind(address, port, timeout=urllib3.Timeout(total=SECONDS), retries=False, **names) as pool:
        target = f"{parts.path or '/'}{parts.query and '?'}{parts.query}"
        response = pool.urlopen("POST", target, body, given | headers, redirect=False, preload_content=False)
        try:
            # What comes at once: who drips its answer is not waited for.
            return response.status, response.read1(KEPT).decode(errors="replace").strip()
        finally:
            response.close()


def public_address(host: str, port: int) -> str:
    """Raises Refused if any of the host's addresses lies inside our networks, OSError if it has none."""
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.TV_WEBHOOKS_INSIDE and not all(_is_public(address) for address in found):
        raise Refused(f"{host} is not an address of the public network.")
    return found[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_global and not address.is_multicast
