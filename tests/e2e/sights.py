"""Which pages a browser has to show so that everything that is on any page has been seen.

How an element looks follows from the elements that it is in and beside, from its attributes' names (nothing is styled
inline), from the site's theme and from the language; the text itself changes nothing that axe judges. Of elements that
have all this in common one is enough.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag


class Kind(NamedTuple):
    """An element as style sheets know it."""

    name: str
    classes: tuple[str, ...]
    role: str


def kind_of(element: Tag) -> Kind:
    return Kind(element.name, tuple(element.get_attribute_list("class", ())), str(element.get("role", "")))


def sights(document: BeautifulSoup, theme: str) -> set[Hashable]:
    """Every element in its theme, and every element beside its neighbour in its language."""
    language = document.html.get("lang")
    return {
        sight
        for element, inside, beside in _elements(document.html, (), None)
        for sight in (
            (theme, hash(inside), _traits(element)),
            (language, hash(inside), beside, _traits(element)),
        )
    }


Chain = tuple[Kind, ...]


def _elements(element: Tag, above: Chain, beside: Kind | None) -> Iterator[tuple[Tag, Chain, Kind | None]]:
    inside = (*above, kind_of(element))
    yield element, inside, beside
    beside = None
    for child in element.find_all(True, recursive=False):
        yield from _elements(child, inside, beside)
        beside = kind_of(child)


def _traits(element: Tag) -> Hashable:
    own_text = any(text.strip() for text in element.find_all(string=True, recursive=False))
    words = tuple(str(element.get(name, "")) for name in ("type", "lang"))
    return tuple(sorted(element.attrs)), words, bool(element.get("alt")), own_text


def fewest(seen_on: Mapping[str, set[Hashable]]) -> list[str]:
    """Names of pages on which together everything is that is on any of them; each adds the most that is left."""
    chosen, left = [], set().union(*seen_on.values())
    while left:
        best = max(seen_on, key=lambda name: len(seen_on[name] & left))
        chosen.append(best)
        left -= seen_on[best]
    return chosen
