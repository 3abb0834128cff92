import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from cms.editorial.recall.asking import ask
from cms.editorial.recall.models import Channel, Recall

logger = logging.getLogger(__name__)

# A channel that still has it is asked again; after this long somebody has to look.
PATIENCE = timedelta(hours=1)
PAUSE = timedelta(seconds=5)


@task()
def ask_channels(recall_id: int) -> None:
    """Asks each channel that is not known to be without it, and writes down the time. May run twice."""
    recall = Recall.objects.get(pk=recall_id)
    left = [channel for channel in recall.channels.filter(gone_at=None) if not ask_one(channel)]
    if left and timezone.now() < recall.created_at + PATIENCE and ask_channels.get_backend().supports_defer:
        ask_channels.using(run_after=timezone.now() + PAUSE).enqueue(recall_id)


def ask_one(channel: Channel) -> bool:
    try:
        channel.answer, gone = ask(channel)
    except Exception:
        # One channel that cannot be asked must not keep the others from being asked.
        logger.exception("Could not ask %s", channel)
        channel.answer, gone = "-", False
    channel.asked_at = timezone.now()
    channel.gone_at = channel.asked_at if gone else None
    channel.save()
    return gone
