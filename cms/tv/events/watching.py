"""One look at the state for all streams of a process, and how many of them there may be."""

import logging
import threading
import time

from django.conf import settings
from django.db import connection

from cms.tv.caching import State

POLL_SECONDS = 0.3

logger = logging.getLogger(__name__)


class Watch:
    """Counts how often the state has changed. Its thread lives while there are listeners."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self.listeners = 0
        self.number = 0

    def join(self) -> bool:
        """Whether there is room for one more."""
        with self._changed:
            if self.listeners >= settings.TV_STREAMS:
                return False
            self.listeners += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="tv-events", daemon=True)
                self._thread.start()
            return True

    def leave(self) -> None:
        with self._changed:
            self.listeners -= 1

    def wait(self, number: int, seconds: float) -> bool:
        """Whether there was a change after the one with this number."""
        with self._changed:
            return self._changed.wait_for(lambda: self.number != number, seconds)

    def _look(self) -> None:
        # The first look counts as a change: nobody has looked before.
        seen = object()
        try:
            while self._is_wanted():
                state = _state()
                if state != seen:
                    seen = state
                    with self._changed:
                        self.number += 1
                        self._changed.notify_all()
                time.sleep(POLL_SECONDS)
        finally:
            connection.close()

    def _is_wanted(self) -> bool:
        with self._changed:
            if not self.listeners:
                self._thread = None
            return bool(self.listeners)


def _state() -> State | None:
    """None also while the database does not answer."""
    try:
        return State.now()
    except Exception:
        logger.exception("The state could not be looked at")
        connection.close()
        return None


watch = Watch()
