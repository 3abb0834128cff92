"""What live screens are told of alerts."""

from typing import Any

from cms.tv.alerts.models import Alert


def alert_hints(mark: str) -> tuple[list[dict[str, Any]], str]:
    """All that are in force, when they are others than at the mark: one that has ended is a change too."""
    keys = [alert.key for alert in Alert.objects.in_force().only("uid")]
    now = " ".join(keys)
    return ([] if now == mark else [{"alerts": keys}]), now
