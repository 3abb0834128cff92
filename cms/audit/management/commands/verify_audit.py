import re
import sys

from django.core.management.base import BaseCommand, CommandParser

from cms.audit.verifying import Mark, head_mark, verify

MOST_PROBLEMS = 100


def mark(text: str) -> Mark:
    if not re.fullmatch(r"\d+:[0-9a-f]{64}", text):
        raise ValueError
    sequence, _colon, digest = text.partition(":")
    return Mark(int(sequence), digest)


class Command(BaseCommand):
    help = (
        "Checks that no row of the audit was changed, removed, added or moved. Ends with exit code 1 and says which. "
        "Prints the end of the chain: write it down where this database's administrators cannot reach it, and give it "
        "to a later run as --expect."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=int, metavar="SEQUENCE", help="trust this row and check what follows it")
        parser.add_argument("--expect", type=mark, metavar="SEQUENCE:HASH", help="a row that must be there, unchanged")

    def handle(self, *, since: int | None, expect: Mark | None, verbosity: int, **options: object) -> None:
        count = 0
        for count, problem in enumerate(verify(since, expect, self._progress if verbosity else _silent), start=1):
            self.stderr.write(self.style.ERROR(problem))
            if count == MOST_PROBLEMS:
                self.stderr.write(f"Stopped after {count} problems.")
                break
        self.stdout.write(f"End of the chain: {head_mark()}")
        if count:
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("The audit is complete and unchanged."))

    def _progress(self, count: int) -> None:
        self.stdout.write(f"{count} rows checked", ending="\r")
        self.stdout.flush()


def _silent(count: int) -> None:
    pass
