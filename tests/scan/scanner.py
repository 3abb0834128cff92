"""The wapiti command, for hosts below localhost as well: browsers know where those are, not every system does.

Runs in the scanner's own environment (tests/scan/requirements.txt), so it imports nothing of ours.
"""

import socket
import sys

from wapitiCore.main.wapiti import wapiti_asyncio_wrapper

resolve = socket.getaddrinfo


def resolve_below_localhost(host: str | bytes | None, *rest, **options) -> list[tuple]:
    name = host.decode() if isinstance(host, bytes) else host or ""
    return resolve("127.0.0.1" if name.endswith(".localhost") else host, *rest, **options)


socket.getaddrinfo = resolve_below_localhost
sys.exit(wapiti_asyncio_wrapper())
