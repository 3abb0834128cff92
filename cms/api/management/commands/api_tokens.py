from argparse import REMAINDER, ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """In the place of Wagtail's command of this name (8.0), whose tokens open nothing here."""

    help = "Not offered: everybody makes their own tokens in the admin, under Account"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("anything", nargs=REMAINDER)

    def handle(self, *args, **options) -> None:
        raise CommandError(_("Everybody makes their own tokens in the admin, under Account > API tokens."))
