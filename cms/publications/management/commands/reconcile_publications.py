import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from cms.publications.models import LogRow
from cms.publications.reconciling import differences, repair
from cms.publications.triggers import missing_triggers


class Command(BaseCommand):
    help = (
        "Compares the last word of the publication log on every page with the pages themselves: whether it is live, "
        "public, at the same address and of the same revision. Lists what the log does not know, such as a page that "
        "somebody put online or took off with SQL, and ends with exit code 1 if there is anything. With --repair the "
        "missing rows are written, with the reason “reconciled”, so that everybody who reads the log gets to know. "
        "Safe to run at any time, as often as you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the missing rows")

    def handle(self, *, repair: bool, verbosity: int, **options: object) -> None:
        count = 0
        for row in rows_due(repair):
            self.stdout.write(sentence(row))
            count += 1
        if missing := missing_triggers(connection):
            names = ", ".join(sorted(missing))
            self.stderr.write(self.style.ERROR(f"The database does not guard the log; missing triggers: {names}."))
        if count:
            self.stdout.write(f"{count} rows {'written' if repair else 'are missing; --repair writes them'}.")
        if count or missing:
            sys.exit(1)
        if verbosity:
            self.stdout.write(self.style.SUCCESS("The log agrees with the pages."))


def rows_due(is_repairing: bool) -> Iterator[LogRow]:
    return repair() if is_repairing else differences()


def sentence(row: LogRow) -> str:
    was = f" (was {row.old_url_path})" if row.old_url_path else ""
    return f"{row.operation:8} {row.url_path}{was} [{row.locale}] page {row.page_id}, revision {row.revision_id}"
