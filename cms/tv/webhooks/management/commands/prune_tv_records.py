from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.tv.consumers.models import HourlyCount
from cms.tv.webhooks.models import Delivery

COUNTS_DAYS, DELIVERIES_DAYS = 366, 30


class Command(BaseCommand):
    help = (
        f"Removes counts of requests to the television interface after {COUNTS_DAYS} days "
        f"and deliveries of webhooks after {DELIVERIES_DAYS}. Safe to run at any time."
    )

    def handle(self, **options: object) -> None:
        now = timezone.now()
        HourlyCount.objects.filter(hour__lt=now - timedelta(days=COUNTS_DAYS)).delete()
        Delivery.objects.filter(at__lt=now - timedelta(days=DELIVERIES_DAYS)).delete()
