"""Follows what the admin's own pages lead to, from the dashboard on."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse

from tests.sites.isolation.crawler.oracle import Finding, Request, Visitor

# Links, what scripts load (`data-…-url`, htmx) and addresses in the settings that widgets carry.
ADDRESS = re.compile(
    r"""(?:href|src|action|hx-get|data-[\w-]*(?:url|src|href)[\w-]*)=["']([^"'#]+)|&quot;(/admin/[^&"'\s]+)"""
)
SKIPPED = ("/admin/logout/", "/admin/jsi18n/", "/admin/localize/jsi18n/", "/admin/sprite/", "/admin/failwhale/")


def crawl(visitor: Visitor, limit: int) -> list[Finding]:
    """At most `limit` pages; of those that differ only in their query the first few."""
    waiting, known, findings = deque(["/admin/"]), {"/admin/"}, []
    seen_paths: dict[str, int] = {}
    while waiting and visitor.requests < limit:
        address = waiting.popleft()
        response = visitor.watch(Request(f"link {_shape(address)}", address), findings)
        for found in addresses_in(response, address):
            path = _shape(found)
            if found not in known and seen_paths.get(path, 0) < 3:
                known.add(found)
                seen_paths[path] = seen_paths.get(path, 0) + 1
                waiting.append(found)
    return findings


def _shape(address: str) -> str:
    """The address without its numbers and its query: three of a shape are enough."""
    return re.sub(r"\d+", "0", urlsplit(address).path)


def addresses_in(response: HttpResponse, base: str) -> list[str]:
    if response.status_code in (301, 302):
        found = [response["Location"]]
    elif (
        response.streaming or "text" not in response.get("Content-Type", "") and "json" not in response["Content-Type"]
    ):
        found = []
    else:
        text = response.content.decode(errors="replace")
        found = [unescape(one or other) for one, other in ADDRESS.findall(text)]
    absolute = (urljoin(base, one) for one in found)
    return [one for one in absolute if one.startswith("/admin/") and not one.startswith(SKIPPED)]
