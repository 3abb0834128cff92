#!/usr/bin/env python
"""What the search finds and what it costs, on SQLite and PostgreSQL, at 20,000 pages.

Builds the nine sites in a scratch directory and database, adds made-up pages, indexes them, asks questions whose right
answers are known from the stored texts, and reads the CPU time of the process and of its database connection. Removes
everything it made. Takes about four minutes for each database on a quiet machine. Progress goes to stderr, Markdown
tables for bench/README.md to stdout; the exit status is 1 when a limit is not kept.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import version

import psycopg
from scratch import ROOT, BenchmarkError
from scratch import platform as scratch_platform

RECALL, PRECISION, FIRST_PAGE_MS, UPDATE_MS = 0.97, 0.95, 60, 10


def main() -> None:
    options = parse_arguments()
    if sys.platform != "linux":
        sys.exit("CPU times are read from /proc, which only Linux has.")
    try:
        results = [measure(server, options.pages) for server in ["", *filter(None, [options.postgresql])]]
    except (BenchmarkError, psycopg.OperationalError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    print("\n".join([conditions(options), "", *cost_table(results), "", *quality_table(results)]))
    if failures := [failure for name, figures in results for failure in limits_not_kept(name, figures)]:
        sys.exit("\n".join(failures))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000, metavar="N", help="made-up pages (20000)")
    parser.add_argument(
        "--postgresql",
        default=url if (url := os.environ.get("DATABASE_URL", "")).startswith("postgres") else "",
        metavar="URL",
        help="measure on this server as well, for instance postgresql://postgres@127.0.0.1:5432/postgres; a database "
        "is made there and dropped at the end (default: DATABASE_URL; without both only SQLite is measured)",
    )
    return parser.parse_args()


def measure(server: str, pages: int) -> tuple[str, dict]:
    say(f"Building the nine sites on {'PostgreSQL' if server else 'SQLite'} …")
    with scratch_platform(server) as scratch:
        command = [sys.executable, "bench/search_pages.py", str(pages)]
        done = subprocess.run(
            command, cwd=ROOT, env=scratch.environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise BenchmarkError(f"{' '.join(command)} failed; its messages are above.")
        return scratch.database_name, json.loads(done.stdout)


def limits_not_kept(name: str, figures: dict) -> list[str]:
    limits = [
        ("recall@10", figures["recall"], figures["recall"] >= RECALL),
        ("precision@10", figures["precision"], figures["precision"] >= PRECISION),
        ("first page, median CPU ms", figures["median"], figures["median"] <= FIRST_PAGE_MS),
        ("index update, CPU ms", figures["update"], figures["update"] <= UPDATE_MS),
    ]
    return [f"{name}: {what} is {value:.3f}" for what, value, kept in limits if not kept]


def conditions(options: argparse.Namespace) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("Django", "wagtail", "modelsearch", "rjieba", "opencc"))
    return (
        f"{date.today()}, Python {platform.python_version()}, {versions}; {options.pages:,} pages beside the starter "
        f"content, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}."
    )


def cost_table(results: list[tuple[str, dict]]) -> list[str]:
    rows = [
        "| database | queries | recall@10 | precision@10 | first page: median CPU ms | × reference | max CPU ms "
        "| index update: CPU ms a page | × reference | complete build: CPU ms a page |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, figures in results:
        reference = figures["reference"]
        rows.append(
            f"| {name} | {len(figures['times'])} | {figures['recall']:.3f} | {figures['precision']:.3f} "
            f"| {figures['median']:.1f} | {figures['median'] / reference:.1f} "
            f"| {max(cost for _, cost, _ in figures['times']):.1f} "
            f"| {figures['update']:.1f} | {figures['update'] / reference:.1f} | {figures['build']:.1f} |"
        )
    return rows


def quality_table(results: list[tuple[str, dict]]) -> list[str]:
    heads = "".join(f" {name}: recall@10 | precision@10 |" for name, _ in results)
    rows = [f"| category | queries |{heads}", f"|---|--:|{'--:|--:|' * len(results)}"]
    for category, asked in results[0][1]["quality"].items():
        cells = ""
        for _, figures in results:
            found = figures["quality"][category]
            recall = sum(recall for _, recall, _, _ in found) / len(found)
            precision = sum(precision for _, _, precision, _ in found) / len(found)
            cells += f" {recall:.3f} | {precision:.3f} |"
        rows.append(f"| {category} | {len(asked)} |{cells}")
    return rows


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
