"""Who asked for what: a line of JSON for each request, and the counts."""

import json
import logging
import time
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.tv.consumers.counting import counts
from cms.tv.consumers.keys import Presented
from cms.users.addresses import client_address

logger = logging.getLogger("cms.tv.access")


class Entry:
    """Of one request. Make it when the request comes; `key` is set when it is known."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.key: Presented | None = None
        self.began = time.perf_counter()
        self.size = 0

    def follow(self, response: HttpResponse) -> HttpResponse:
        """Written at once; that of a stream when it ends."""
        if response.streaming:
            response.streaming_content = self._counted(response, response.streaming_content)
        else:
            self.size = 0 if self.request.method == "HEAD" else len(response.content)
            self._write(response)
        return response

    def _counted(self, response: HttpResponse, parts: Iterable[bytes]) -> Iterator[bytes]:
        try:
            for part in parts:
                self.size += len(part)
                yield part
        finally:
            self._write(response)

    def _write(self, response: HttpResponse) -> None:
        request, key = self.request, self.key
        match = request.resolver_match
        operation = (match and match.url_name) or ""
        counts.add(key and key.consumer_id, key and key.key_id, operation, response.status_code, self.size)
        line = {
            "at": timezone.localtime().isoformat(timespec="milliseconds"),
            "consumer": key and key.name,
            "key": key and key.hint,
            "address": client_address(request),
            "method": request.method,
            "path": request.get_full_path(),
            "operation": operation,
            "status": response.status_code,
            "bytes": self.size,
            "ms": round((time.perf_counter() - self.began) * 1000, 1),
        }
        logger.info(json.dumps(line, ensure_ascii=False))
