#!/usr/bin/env python
"""What a page costs: requests per second of CPU time, on SQLite and PostgreSQL, compared with an empty view.

Builds the nine sites in a scratch directory and database, starts the server with production settings and one
worker, asks for each page over one kept-alive connection, and reads the CPU time of the server's processes
before and after. Removes everything it made. Takes about two minutes for each database on a quiet machine.
Progress goes to stderr, a Markdown table for bench/README.md to stdout.
"""

import argparse
import json
import os
import platform
import sys
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection
from importlib.metadata import version
from statistics import median

import psycopg
from scratch import BenchmarkError, Platform
from scratch import platform as scratch_platform

HOST = "lichuan.localhost"
# CPU time is counted in hundredths of a second, so the cheapest view needs more requests than the others.
EMPTY_VIEW_FACTOR = 20


@dataclass
class Page:
    """A page to measure; milliseconds of CPU a request, one entry for each round."""

    name: str
    path: str
    queries: int
    # A client that holds the last answer asks whether it is still the current one.
    is_held: bool
    size: int = 0
    tag: str = ""
    server: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        return median(sum(parts) for parts in zip(self.server, self.database, strict=True))


def main() -> None:
    options = parse_arguments()
    if sys.platform != "linux":
        sys.exit("CPU times are read from /proc, which only Linux has.")
    try:
        results = [measure(server, options) for server in ["", *filter(None, [options.postgresql])]]
    except (BenchmarkError, psycopg.OperationalError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    print("\n".join([*conditions(options), "", *table(results)]))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=100, metavar="N", help="requests a page and round (100)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds, of which the median counts (5)")
    parser.add_argument("--warm-up", type=int, default=20, metavar="N", help="requests a page before counting (20)")
    parser.add_argument(
        "--postgresql",
        default=url if (url := os.environ.get("DATABASE_URL", "")).startswith("postgres") else "",
        metavar="URL",
        help="measure on this server as well, for instance postgresql://postgres@127.0.0.1:5432/postgres; a database "
        "is made there and dropped at the end (default: DATABASE_URL; without both only SQLite is measured)",
    )
    return parser.parse_args()


def measure(server: str, options: argparse.Namespace) -> tuple[str, list[Page]]:
    """Name of the database and its pages; SQLite when no server's address is given."""
    say(f"Building the nine sites on {'PostgreSQL' if server else 'SQLite'} …")
    with scratch_platform(server) as scratch:
        database = scratch.database_name
        # The last line: above it stands the log of who asked.
        found = json.loads(scratch.run("bench/pages.py", HOST).splitlines()[-1])
        pages = [Page(*values) for values in found]
        connection = scratch.connect()
        say(f"{database}: warming up …")
        for page in pages:
            for _request in range(max(1, options.warm_up)):
                ask(scratch, connection, page)
        for number in range(options.rounds):
            say(f"{database}: round {number + 1} of {options.rounds} …")
            for page in pages:
                count = options.requests * (EMPTY_VIEW_FACTOR if page is pages[0] else 1)
                measure_round(scratch, connection, page, count)
    return database, pages


def measure_round(scratch: Platform, connection: HTTPConnection, page: Page, count: int) -> None:
    before = scratch.cpu_time()
    for _request in range(count):
        ask(scratch, connection, page)
    server, database = scratch.cpu_time().since(before)
    page.server.append(server / count * 1000)
    page.database.append(database / count * 1000)


def ask(scratch: Platform, connection: HTTPConnection, page: Page) -> None:
    page.size, tag = scratch.get(connection, HOST, page.path, page.tag)
    page.tag = tag if page.is_held else ""


def conditions(options: argparse.Namespace) -> list[str]:
    versions = ", ".join(f"{name} {version(name)}" for name in ("Django", "wagtail", "granian", "psycopg"))
    return [
        f"{date.today()}, Python {platform.python_version()}, {versions}; "
        f"median of {options.rounds} rounds of {options.requests} requests, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[1]:.1f}."
    ]


def table(results: list[tuple[str, list[Page]]]) -> list[str]:
    rows = [
        "| database | page | × empty view | requests per CPU second | CPU ms: server | CPU ms: database "
        "| SQL queries | KB |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for database, pages in results:
        empty = pages[0].cost
        for page in pages:
            # SQLite works inside the server's process.
            outside = "–" if database.startswith("SQLite") else f"{median(page.database):.2f}"
            rows.append(
                f"| {database} | {page.name} | {page.cost / empty:.0f} | {1000 / page.cost:.0f} "
                f"| {median(page.server):.2f} | {outside} | {page.queries} | {page.size / 1000:.1f} |"
            )
    return rows


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
