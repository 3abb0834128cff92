"""Counts per persona, carried by the tests' own reports so that they reach the process that prints them."""

from collections import defaultdict
from collections.abc import Callable

from tests.sites.isolation.crawler.oracle import Finding

Record = Callable[[str, object], None]
PREFIX = "crawler:"
COLUMNS = [
    *("routes", "requests", "errors"),
    *("visible", "changeable", "injectable"),
    *("controls passed", "planted leaks found"),
]


def note(record: Record, persona: str, column: str, count: int) -> None:
    record(f"{PREFIX}{persona}:{column}", count)


def lines(properties: list[tuple[str, object]]) -> list[str]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, count in properties:
        if name.startswith(PREFIX):
            persona, column = name.removeprefix(PREFIX).split(":")
            counts[persona][column] += int(count)
    return [
        f"{persona}: " + ", ".join(f"{column} {found[column]}" for column in COLUMNS if column in found)
        for persona, found in sorted(counts.items())
    ]


def summary(findings: list[Finding]) -> str:
    """One example of each kind and surface, with the exact request."""
    examples = {(finding.kind, finding.surface): finding for finding in findings}
    return "\n".join(f"{one.kind} {one.surface}: {one.request[:300]} -> {one.evidence}" for one in examples.values())
