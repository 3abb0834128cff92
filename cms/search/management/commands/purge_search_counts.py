from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.search.models import DailyQuery

KEPT_DAYS = 366


class Command(BaseCommand):
    help = f"Removes counts of searches that are older than {KEPT_DAYS} days. Safe to run at any time."

    def handle(self, **options: object) -> None:
        oldest = timezone.localdate() - timedelta(days=KEPT_DAYS)
        removed, _by_model = DailyQuery.objects.filter(day__lt=oldest).delete()
        self.stdout.write(f"Removed {removed} counts from before {oldest}.")
