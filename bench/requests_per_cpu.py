#!/usr/bin/env python
"""What a page costs: requests per second of CPU time, on SQLite and PostgreSQL, compared with an empty view.

Builds the nine sites in a scratch directory and a scratch database, starts one server process with production
settings, asks for each page over one kept-alive connection and reads the CPU time of the server's processes before
and after. The database and the directory are removed at the end. Prints a Markdown table for bench/README.md.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
HOST = "lichuan.localhost"
EMPTY_VIEW = "/health/live"
# The empty view is so cheap that the clock of CPU time, which ticks 100 times a second, needs more requests of it.
EMPTY_VIEW_FACTOR = 10


@dataclass
class Measured:
    """One page on one database; the lists have an entry for each round."""

    name: str
    queries: int
    size: int = 0
    web_ms: list[float] = field(default_factory=list)
    database_ms: list[float] = field(default_factory=list)


def main() -> None:
    options = parse_arguments()
    if sys.platform != "linux":
        sys.exit("CPU times are read from /proc, which only Linux has.")
    databases = ["sqlite", *(["postgresql"] if options.postgresql else [])]
    results = {}
    for database in databases:
        with tempfile.TemporaryDirectory(prefix="bench-") as directory, database_url(database, options) as url:
            results[database] = measure(database, url, Path(directory), options)
    print_table(results, options)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog="What the columns mean: README.md"
    )
    parser.add_argument("--requests", type=int, default=100, metavar="N", help="requests a page and round (100)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds; the median counts (5)")
    parser.add_argument("--warm-up", type=int, default=20, metavar="N", help="uncounted requests a page (20)")
    parser.add_argument(
        "--postgresql",
        metavar="URL",
        default=os.environ.get("DATABASE_URL", ""),
        help="also measure on this server, for instance postgresql://postgres@127.0.0.1:5432/postgres; a database of "
        "its own is created there and dropped at the end (default: DATABASE_URL, without it only SQLite is measured)",
    )
    options = parser.parse_args()
    if options.postgresql and not options.postgresql.startswith(("postgres://", "postgresql://")):
        options.postgresql = ""
    return options


@contextmanager
def database_url(database: str, options: argparse.Namespace) -> Iterator[str]:
    """Address of an empty database; nothing for SQLite, whose file lies in the data directory."""
    if database == "sqlite":
        yield ""
        return
    name = f"bench_{os.getpid()}"
    with psycopg.connect(options.postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(options.postgresql)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(database: str, url: str, directory: Path, options: argparse.Namespace) -> list[Measured]:
    say(f"{database}: building the nine sites")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "SECRET_KEY": "benchmark",
        "ALLOWED_HOSTS": "localhost,.localhost",
        "DATA_DIR": str(directory),
        "DATABASE_URL": url,
    }
    for command in (["migrate"], ["provision_sites"], ["collectstatic", "--no-input"]):
        manage(*command, environment=environment)
    pages = json.loads(manage("shell", "--no-imports", "-c", PAGES, environment=environment).splitlines()[-1])


def print_table(results: dict[str, list[Measured]], options: argparse.Namespace) -> None: ...


if __name__ == "__main__":
    main()
