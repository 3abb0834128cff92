from django.core.management.base import BaseCommand

from cms.audit.chain import seal


class Command(BaseCommand):
    help = (
        "Seals rows of the audit that a process recorded and could not seal, because it was ended or the lock failed."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        count = seal()
        if verbosity:
            self.stdout.write(f"{count} rows sealed.")
