"""What the channel has for all sites: no county may see or change it."""

from datetime import time

from django.db.models import Model

from cms.tv.consumers.models import Consumer
from cms.tv.editions.models import Channel, Rundown
from cms.tv.screens.models import Screen
from cms.tv.secrets import digest_of
from cms.tv.webhooks.models import Subscription

TELEVISION: tuple[type[Model], ...] = (Consumer, Subscription, Channel, Rundown, Screen)


def fill_television() -> None:
    consumer = Consumer.objects.create(name="播控系统（演示）", contact="电视频道")
    subscription = Subscription(consumer=consumer, url="https://receiver.example/")
    subscription.new_secret()
    subscription.save()
    channel = Channel.objects.create(code="crawled", name="演示频道")
    Rundown.objects.create(channel=channel, title="全天", starts_at=time(0), ends_at=time(0))
    Screen.objects.create(code="hall", name="大厅", channel=channel, digest=digest_of("hall"))
