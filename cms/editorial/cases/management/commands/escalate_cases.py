from django.core.management.base import BaseCommand

from cms.editorial.cases.escalation import escalate


class Command(BaseCommand):
    help = "Tells those who are responsible for a site's cases, then the prefecture, which deadlines have passed."

    def handle(self, *, verbosity: int, **options: object) -> None:
        mails = escalate()
        if verbosity:
            self.stdout.write(f"{mails} mails.")
