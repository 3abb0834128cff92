"""How often somebody may ask: so many requests in each minute.

Each process counts for itself, so with two of them a consumer gets between its limit and twice as much. A limit is
there to keep one program from taking the threads of a process away from all others, which this does; a counter that
all processes share would cost every answer a write to the database, or one more service without which none is given.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass

from django.http import HttpResponse

WINDOW = 60


@dataclass(frozen=True)
class Quota:
    """After a request has been counted. `resets`: seconds until the window ends."""

    name: str
    limit: int
    used: int
    resets: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit

    def write(self, response: HttpResponse) -> None:
        """draft-ietf-httpapi-ratelimit-headers, 08 and later: structured fields, one named policy."""
        left = max(0, self.limit - self.used)
        response["RateLimit-Policy"] = f'"{self.name}";q={self.limit};w={WINDOW}'
        response["RateLimit"] = f'"{self.name}";r={left};t={self.resets}'
        if self.is_exceeded:
            response["Retry-After"] = str(self.resets)


class Windows:
    """What has been asked in the minute under way; the one before is forgotten whole."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._used: Counter[str] = Counter()

    def take(self, who: str, name: str, limit: int) -> Quota:
        now = time.time()
        minute, into = int(now // WINDOW), now % WINDOW
        with self._lock:
            if minute != self._minute:
                self._minute, self._used = minute, Counter()
            self._used[who] += 1
            return Quota(name, limit, self._used[who], max(1, round(WINDOW - into)))

    def clear(self) -> None:
        with self._lock:
            self._used.clear()


windows = Windows()
