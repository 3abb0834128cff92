import signal

from django.core.management.base import BaseCommand

from cms.tv.webhooks.delivering import run


class Command(BaseCommand):
    help = "Tells the subscribers of webhooks what has changed for television, as long as it runs."

    def handle(self, **options: object) -> None:
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        run(lambda: self.stopping)

    def stop(self, *args: object) -> None:
        """Only a flag: a handler must not wait for locks."""
        self.stopping = True
