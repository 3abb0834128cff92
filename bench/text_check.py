"""How long the text check takes for a megabyte of Chinese, beside a search for one word of the list after the other.

See bench/README.md. Needs no database: the list is the one that ships with the platform.
"""

import argparse
import csv
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

import django  # noqa: E402

django.setup()

from search_texts import texts  # noqa: E402

from cms.editorial.texts.csv_file import BETWEEN_EXCEPTIONS, COLUMNS, SEVERITIES  # noqa: E402
from cms.editorial.texts.engine import Entry, Lexicon  # noqa: E402
from cms.editorial.texts.kinds import Kind  # noqa: E402
from cms.editorial.texts.starter import FILE  # noqa: E402

MEGABYTE = 1_000_000
REPEATS = 5


def starter_entries() -> list[Entry]:
    severities = {word: severity for severity, word in SEVERITIES.items()}
    rows = csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())
    return [
        Entry.made(
            row[COLUMNS["term"]],
            filter(None, row[COLUMNS["exceptions"]].split(BETWEEN_EXCEPTIONS)),
            kind=Kind.WRONG,
            severity=severities[row[COLUMNS["severity"]]],
        )
        for row in rows
    ]


def made_up(entries: int) -> list[Entry]:
    """A list of any length: the starter entries and words that no text holds."""
    first = starter_entries()
    return [*first, *(Entry.made(f"甲乙丙{number}丁", kind=Kind.WRONG, severity=1) for number in range(entries))][
        : max(entries, len(first))
    ]


def megabyte() -> str:
    """Paragraphs of the search's benchmark, with a finding in each ten thousand characters."""
    parts, size = [], 0
    for text in texts(100_000):
        part = "\n".join([text.title, text.summary, *text.paragraphs])
        parts.append(part + ("穿流不息，电话 13812345678。" if len(parts) % 20 == 0 else ""))
        size += len(parts[-1].encode())
        if size >= MEGABYTE:
            break
    return "\n".join(parts)


def least(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of several."""
    costs = []
    for _repeat in range(REPEATS):
        started = time.process_time()
        work()
        costs.append(time.process_time() - started)
    return min(costs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000, help="length of the list (default 5000)")
    entries = made_up(parser.parse_args().entries)
    text = megabyte()
    lexicon = Lexicon(entries)
    found = lexicon.find(text)
    build, check = least(lambda: Lexicon(entries)), least(lambda: lexicon.find(text))
    one_by_one = least(lambda: [text.count(entry.term) for entry in entries])
    print(f"{len(text.encode()) / MEGABYTE:.2f} MB, {len(entries)} entries, {len(found)} findings")
    print(f"compile the list       {build * 1000:8.1f} ms CPU")
    print(f"check the text         {check * 1000:8.1f} ms CPU")
    print(f"× one word after the other {check / one_by_one:8.2f}")


if __name__ == "__main__":
    main()
