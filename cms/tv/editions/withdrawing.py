"""What television may show no longer goes out of all channels when the log says so."""

from typing import Any

from cms.tv.editions.making import current
from cms.tv.editions.models import Channel


def withdraw_everywhere(**kwargs: Any) -> None:
    """After the commit that took it off the web or off television, in the same process."""
    for channel in Channel.objects.filter(active=True):
        current(channel)
