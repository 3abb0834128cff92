"""What screens are told besides changes of items, such as that there is another edition."""

from collections.abc import Callable, Iterator
from typing import Any

# Given the mark of the last time, "" at first: what to tell since, and the mark of this time.
Source = Callable[[str], tuple[list[dict[str, Any]], str]]
_sources: dict[str, Source] = {}


def register_source(event: str, source: Source) -> None:
    """Call from an app's `ready`. Its tables must be among the states of `cms.tv.caching`, or nobody looks."""
    _sources[event] = source


class Hints:
    """What one listener has been told of all sources."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def news(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for event, source in _sources.items():
            found, self._marks[event] = source(self._marks.get(event, ""))
            yield from ((event, data) for data in found)
