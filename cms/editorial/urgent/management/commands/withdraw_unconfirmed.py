import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.editorial.gate.models import UrgentRelease
from cms.editorial.urgent.withdrawing import remind_all, withdraw

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Reminds of urgent notices that wait for confirmation, and takes down what nobody has confirmed in time."

    def handle(self, *args: object, **options: object) -> None:
        remind_all()
        failed = 0
        for release in UrgentRelease.objects.standing().filter(due_at__lte=timezone.now()):
            try:
                if withdraw(release):
                    self.stdout.write(f"{release}")
            except Exception:
                # One that cannot be taken down must not keep up the others.
                logger.exception("Could not withdraw %s", release)
                failed += 1
        if failed:
            raise CommandError(f"{failed} urgent notices could not be withdrawn; the log says why.")
