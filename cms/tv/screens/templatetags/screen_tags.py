"""What screens tell about alerts, for the pages of alerts, which know nothing of screens."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Site

from cms.tv.alerts.models import Alert
from cms.tv.screens.models import Screen
from cms.tv.screens.reporting import due_alerts
from cms.tv.screens.watching import in_words

register = template.Library()


@register.filter
def age(moment: datetime) -> str:
    return in_words(timezone.now() - moment)


@register.inclusion_tag("tv_screens/receipts.html")
def receipts(alert: Alert) -> dict[str, Any]:
    """Which screens have shown an alert since when, and which of those that should have not."""
    found = list(alert.receipts.select_related("screen").order_by("at"))
    sites = list(Site.objects.select_related("root_page"))
    shown = {receipt.screen_id for receipt in found}
    screens = [screen for screen in Screen.objects.registered() if due_alerts(screen, [alert], sites)]
    return {"receipts": found, "waiting": [screen for screen in screens if screen.pk not in shown]}
