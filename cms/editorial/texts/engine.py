"""Finds all entries of the lists in a text at once (Aho-Corasick)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick

from cms.core.scripts import HAN
from cms.editorial.texts.kinds import Kind, Severity, TermKind
from cms.editorial.texts.normal import normal, starts
from cms.editorial.texts.personal import personal_numbers


class Exempt(NamedTuple):
    """A longer wording in which an entry is right, and where in it the entry stands."""

    wording: str
    offset: int


@dataclass(frozen=True)
class Entry:
    """`level` is 0 in the topmost list and grows downwards."""

    term: str
    kind: str
    severity: Severity
    suggestion: str = ""
    note: str = ""
    exempt: tuple[Exempt, ...] = ()
    level: int = 0

    @classmethod
    def made(cls, term: str, exceptions: Iterable[str] = (), **values: object) -> "Entry":
        word = normal(term)
        exempt = tuple(
            Exempt(wording, offset) for wording in map(normal, exceptions) for offset in _offsets(word, wording)
        )
        return cls(term=term, exempt=exempt, **values)


class Hit(NamedTuple):
    """Where an entry was found, in the text as it is written."""

    start: int
    end: int
    entry: Entry


def _offsets(word: str, wording: str) -> Iterator[int]:
    at = wording.find(word)
    while at >= 0:
        yield at
        at = wording.find(word, at + 1)


class Lexicon:
    """The lists that count on a site, compiled. Safe to share between threads.

    In each list the longest of several entries at one place counts. Between lists it does not: a county's entry
    never takes the place of one of the prefecture's, it only comes beside it.
    """

    def __init__(self, entries: Iterable[Entry], version: int = 0) -> None:
        self.version = version
        found: dict[str, list[Entry]] = defaultdict(list)
        published = set()
        for entry in entries:
            if entry.kind == TermKind.NUMBER:
                # A number lets pass, so only the topmost list may hold it.
                published |= {"".join(filter(str.isdigit, normal(entry.term)))} if entry.level == 0 else set()
            elif word := normal(entry.term):
                found[word].append(entry)
        self._published = frozenset(published)
        self._automaton = ahocorasick.Automaton()
        for word, sharing in found.items():
            self._automaton.add_word(word, (len(word), tuple(sharing)))
        self._automaton.make_automaton()

    def find(self, text: str, latin_only: bool = False) -> list[Hit]:
        """In the order of the text. `latin_only` leaves out entries in Chinese, for texts in other languages."""
        written = normal(text)
        spans = [*self._terms(written, latin_only), *self._numbers(written)]
        if not spans:
            return []
        at = starts(text)
        return [
            Hit(at[start], at[end - 1] + 1, entry) for start, end, entry in sorted(spans, key=lambda each: each[:2])
        ]

    def _terms(self, text: str, latin_only: bool) -> list[Hit]:
        if not len(self._automaton):
            return []
        levels: dict[int, list[Hit]] = defaultdict(list)
        for last, (length, sharing) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if not _is_word(text, start, end):
                continue
            for entry in sharing:
                if not (latin_only and HAN.search(entry.term)) and not _is_exempt(text, start, entry):
                    levels[entry.level].append(Hit(start, end, entry))
        kept: list[Hit] = []
        for level in sorted(levels):
            above = list(kept)
            kept += [hit for hit in _longest(levels[level]) if not _is_told(hit, above)]
        return kept

    def _numbers(self, text: str) -> Iterator[Hit]:
        for start, end, rule in personal_numbers(text, self._published):
            yield Hit(start, end, Entry(rule.name, Kind.PERSONAL, rule.severity, note=str(rule.advice)))


def _is_word(text: str, start: int, end: int) -> bool:
    """Latin letters and digits have borders, Chinese has none."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_latin(text[at - 1]) and _is_latin(text[at])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_exempt(text: str, start: int, entry: Entry) -> bool:
    return any(
        start >= exempt.offset and text.startswith(exempt.wording, start - exempt.offset) for exempt in entry.exempt
    )


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Without those that lie inside a longer one; overlaps are told apart by the reader."""
    kept: list[Hit] = []
    furthest = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > furthest or (kept and hit[:2] == kept[-1][:2]):
            kept.append(hit)
        furthest = max(furthest, hit.end)
    return kept


def _is_told(hit: Hit, above: list[Hit]) -> bool:
    """Whether a list above says as much or more about the place."""
    return any(
        other.start <= hit.start and hit.end <= other.end and other.entry.severity >= hit.entry.severity
        for other in above
    )
