"""How often a token may ask. Counted by each process for itself, as its cache is."""

import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from cms.api.tokens import SAFE_METHODS

WINDOW_SECONDS = 60


class TokenThrottle(BaseThrottle):
    """So many requests of one kind in each minute.

    Ninja's own throttles (1.7) keep what they count on themselves, where the threads of a server mix it up.
    """

    def __init__(self, reading: bool, per_minute: int) -> None:
        self.reading = reading
        self.per_minute = per_minute

    def allow_request(self, request: HttpRequest) -> bool:
        if self.reading != (request.method in SAFE_METHODS):
            return True
        minute = int(time.time() // WINDOW_SECONDS)
        key = f"api-token-{request.token.pk}-{self.reading}-{minute}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return cache.incr(key) <= self.per_minute

    def wait(self) -> float:
        return WINDOW_SECONDS - time.time() % WINDOW_SECONDS
