from django.core.management.base import BaseCommand

from cms.audit.pruning import prune


class Command(BaseCommand):
    help = "Removes rows of the audit that are older than AUDIT_KEEP_DAYS. The removal is itself recorded."

    def handle(self, *, verbosity: int, **options: object) -> None:
        count = prune()
        if verbosity:
            self.stdout.write(f"{count} old rows removed.")
