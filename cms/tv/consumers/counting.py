"""How much is asked, by consumer, operation, status and hour.

A request only adds to numbers in memory; a thread of the process writes them every few seconds, and once more when the
process ends in order. Who is killed (SIGKILL) takes at most the last seconds' numbers along; the access log, a line for
each request, has them all the same.
"""

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.tv.consumers.models import HourlyCount, Key

WRITE_SECONDS = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    hour: datetime
    consumer_id: int | None
    operation: str
    status: int


class Counts:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[Kind] = Counter()
        self._bytes: Counter[Kind] = Counter()
        self._used: dict[int, datetime] = {}
        self._stopping = threading.Event()

    def add(self, consumer_id: int | None, key_id: int | None, operation: str, status: int, size: int) -> None:
        now = timezone.now()
        kind = Kind(now.replace(minute=0, second=0, microsecond=0), consumer_id, operation, status)
        with self._lock:
            self._requests[kind] += 1
            self._bytes[kind] += size
            if key_id is not None:
                self._used[key_id] = now

    def take(self) -> tuple[Counter[Kind], Counter[Kind], dict[int, datetime]]:
        """Requests, bytes and times of use by key since the last time, which are forgotten here."""
        with self._lock:
            taken = self._requests, self._bytes, self._used
            self._requests, self._bytes, self._used = Counter(), Counter(), {}
        return taken

    def write(self) -> None:
        """What has been added since the last time. If the database refuses, it is kept for the next."""
        requests, sizes, used = self.take()
        try:
            if requests or used:
                _write(requests, sizes, used)
        except Exception:
            logger.exception("Could not write how much was asked; it is tried again")
            with self._lock:
                self._requests.update(requests)
                self._bytes.update(sizes)
                self._used = used | self._used

    def start(self) -> None:
        """For a process that serves; tests and commands write for themselves."""
        threading.Thread(target=self._run, name="tv-counts", daemon=True).start()
        atexit.register(self._close)

    def _run(self) -> None:
        while not self._stopping.wait(WRITE_SECONDS):
            in_own_connection(self.write)

    def _close(self) -> None:
        self._stopping.set()
        in_own_connection(self.write)


def in_own_connection(work: Callable[[], None]) -> None:
    """A thread that nobody closes connections for."""
    try:
        work()
    finally:
        connection.close()


def _write(requests: Counter[Kind], sizes: Counter[Kind], used: dict[int, datetime]) -> None:
    with transaction.atomic():
        for kind, number in requests.items():
            where = {"hour": kind.hour, "consumer": kind.consumer_id, "operation": kind.operation}
            rows = HourlyCount.objects.filter(**where, status=kind.status).order_by("pk").values("pk")[:1]
            more = {"requests": F("requests") + number, "bytes": F("bytes") + sizes[kind]}
            if not HourlyCount.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**more):
                HourlyCount.objects.create(
                    hour=kind.hour,
                    consumer_id=kind.consumer_id,
                    operation=kind.operation,
                    status=kind.status,
                    requests=number,
                    bytes=sizes[kind],
                )
        for key_id, at in used.items():
            Key.objects.filter(pk=key_id).update(last_used_at=at)


counts = Counts()
