from django.core.management.base import BaseCommand

from cms.tv.hidden_files import tell_all


class Command(BaseCommand):
    help = "Tells consumers of the television interface whose pictures and recordings have become private, or are back."

    def handle(self, **options: object) -> None:
        tell_all()
