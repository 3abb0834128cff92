"""Filters of search results with counts: how many results each choice would leave, the other choices kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.core.listing import Option


@dataclass
class Facet:
    """`values` are a result's own; `choices` are (value, label) in the order in which they are offered."""

    name: str
    label: str
    values: Callable[[Any], Sequence[str]]
    choices: Sequence[tuple[str, str]]
    value: str = ""
    counts: Counter = field(default_factory=Counter)
    options: list[Option] = field(default_factory=list)

    def add_options(self, url: Callable[..., str]) -> None:
        """Links for the choices that leave something; one alone is no choice."""
        for value, label in self.choices:
            active = value == self.value
            if active or self.counts[value]:
                link = url(**{self.name: None if active else value, "page": None})
                self.options.append(Option(label, link, active, self.counts[value]))
        if len(self.options) == 1 and not self.value:
            self.options = []


def choose(facets: Sequence[Facet], wanted: Mapping[str, str], results: Iterable) -> list:
    """The results that pass every chosen value, each facet's counts being filled. Unknown values are ignored."""
    for facet in facets:
        value = wanted.get(facet.name, "")
        facet.value = value if value in dict(facet.choices) else ""
    chosen = [facet for facet in facets if facet.value]
    passed = []
    for result in results:
        failed = [facet for facet in chosen if facet.value not in facet.values(result)]
        if not failed:
            passed.append(result)
        elif len(failed) == 1:
            # What another choice of this facet would show.
            failed[0].counts.update(failed[0].values(result))
    for facet in facets:
        for result in passed:
            facet.counts.update(facet.values(result))
    return passed
