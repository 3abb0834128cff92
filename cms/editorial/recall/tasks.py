import logging
from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TASK_MAX_PRIORITY, Task

from cms.editorial.recall.asking import Fetch, ask, fetch_from
from cms.editorial.recall.models import Channel, Recall
from cms.editorial.recall.signals import recalled
from cms.media.withholding import settle

logger = logging.getLogger(__name__)

# A channel that still has it is asked again; after this long somebody has to look.
PATIENCE = timedelta(hours=1)
# After so long without a word nobody is asking.
SILENCE = timedelta(seconds=30)
# Soon at first, then every few seconds.
PAUSES = (timedelta(seconds=1), timedelta(seconds=5))


# Before everything else that waits: a folder of pictures that somebody uploads keeps the worker busy for minutes.
@task(priority=TASK_MAX_PRIORITY)
def ask_channels(recall_id: int) -> None:
    """Takes it away from where copies are kept, asks each channel that is not known to be without it, and writes down
    the time. May run twice."""
    recall = Recall.objects.get(pk=recall_id)
    recalled.send_robust(sender=Recall, recall=recall)
    _settle_files_of(recall)
    fetch = cache(fetch_from)
    left = [channel for channel in recall.channels.filter(gone_at=None) if not ask_one(channel, fetch)]
    if left:
        _again(ask_channels, recall.created_at, recall_id)


@task(priority=TASK_MAX_PRIORITY)
def settle_files(label: str, numbers: list[int], since: str = "") -> None:
    """Puts files of one model where readers find them, or do not. `since`: when it was first tried."""
    first = datetime.fromisoformat(since) if since else timezone.now()
    if not settle(apps.get_model(label), numbers):
        _again(settle_files, first, label, numbers, first.isoformat())


def enqueue_with_commit(job: Task, *args: Any) -> None:
    """The job is written in the transaction that it follows: a process that dies when it has committed loses none.

    A backend without a table runs jobs at once, so these wait for the commit.
    """
    if job.get_backend().supports_defer:
        job.enqueue(*args)
    else:
        transaction.on_commit(partial(job.enqueue, *args))


def forgotten() -> QuerySet[Recall]:
    """Recalls with channels that nobody asks any more: a worker that is killed takes the job it is at along."""
    now = timezone.now()
    asked = Channel.objects.filter(asked_at__gt=now - SILENCE)
    waiting = Channel.objects.filter(gone_at=None, recall__created_at__range=(now - PATIENCE, now - SILENCE))
    return Recall.objects.filter(pk__in=waiting.values("recall")).exclude(pk__in=asked.values("recall"))


def ask_one(channel: Channel, fetch: Fetch) -> bool:
    try:
        channel.answer, gone = ask(channel, fetch)
    except Exception:
        # One channel that cannot be asked must not keep the others from being asked.
        logger.exception("Could not ask %s", channel)
        channel.answer, gone = "-", False
    channel.asked_at = timezone.now()
    channel.gone_at = channel.asked_at if gone else None
    channel.save()
    return gone


def _settle_files_of(recall: Recall) -> None:
    numbers = defaultdict(list)
    for label, number in recall.files.values_list("label", "file_id"):
        numbers[label].append(number)
    for label, those in numbers.items():
        settle(apps.get_model(label), those)


def _again(job: Task, first: datetime, *args: Any) -> None:
    now = timezone.now()
    if now < first + PATIENCE and job.get_backend().supports_defer:
        soon, late = PAUSES
        job.using(run_after=now + min(max(now - first, soon), late)).enqueue(*args)
