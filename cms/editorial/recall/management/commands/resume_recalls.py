from django.core.management.base import BaseCommand

from cms.editorial.recall.tasks import ask_channels, forgotten


class Command(BaseCommand):
    help = "Asks the channels of recalls on, where the worker that did so was killed."

    def handle(self, *, verbosity: int, **kwargs: object) -> None:
        for recall in forgotten():
            ask_channels.enqueue(recall.pk)
            if verbosity:
                self.stdout.write(str(recall))
