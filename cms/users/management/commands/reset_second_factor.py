from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.users.afresh import forget_second_factor
from cms.users.models import User


class Command(BaseCommand):
    help = "For somebody who has lost the phone and the recovery codes: the next sign-in sets up a new second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, username: str, **options) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no user %(name)s.") % {"name": username})
        forget_second_factor(user)
        self.stdout.write(_("%(name)s sets up a new second factor at the next sign-in.") % {"name": username})
