from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.editorial.review.notifying import remind


class Command(BaseCommand):
    help = "Writes to those for whose decision a page waits, once at half time and once when it is overdue."

    def handle(self, *, verbosity: int, **options: object) -> None:
        count = remind()
        if verbosity:
            self.stdout.write(_("Pages for which reminders were sent: %(count)s") % {"count": count})
