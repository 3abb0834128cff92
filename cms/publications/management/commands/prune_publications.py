from django.core.management.base import BaseCommand, CommandParser

from cms.publications.pruning import prune


class Command(BaseCommand):
    help = (
        "Removes rows of the publication log that are old and that a later row of the same page has overtaken. The "
        "last row of every page stays, so what is public, and what is no longer, can always be read from the log. "
        "Stops before what a reader has not read yet; a reader that never comes back can be named with --past, and "
        "begins again from 0 if it does. Safe to run at any time, as often as you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=400, help="how old a row must be to go (default: 400)")
        parser.add_argument(
            "--past", action="append", default=[], metavar="READER", help="do not wait for this reader; repeatable"
        )

    def handle(self, *, days: int, past: list[str], verbosity: int, **options: object) -> None:
        done = prune(days, past, self._progress if verbosity else lambda count: None)
        for reader in done.held_back_by if verbosity else ():
            self.stdout.write(
                self.style.WARNING(
                    f"Reader “{reader.name}” has read up to {reader.cursor} and was last seen "
                    f"{reader.seen_at:%Y-%m-%d %H:%M}: nothing after that was removed."
                )
            )
        if verbosity:
            self.stdout.write(f"{done.count} rows up to cursor {done.through} removed.")

    def _progress(self, count: int) -> None:
        self.stdout.write(f"{count} rows removed", ending="\r")
        self.stdout.flush()
