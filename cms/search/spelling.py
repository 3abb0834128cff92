""" "Did you mean": what a query with a slip was probably meant to be."""

from collections.abc import Iterator
from itertools import chain, islice

from cms.search.hits import ranked_ids
from cms.search.pinyin import syllables
from cms.search.queries import Query
from cms.search.text import is_chinese, normalise, runs
from cms.search.trees import pages_in
from cms.search.vocabulary import MAX_LENGTH, MIN_LETTERS, Vocabulary, alike, vocabulary

# With fewer results than these another spelling is looked for.
FEW = 3
# Each proposal is tried, which costs two queries.
MAX_TRIES = 3


def did_you_mean(query: Query, language: str, found: int) -> str:
    """A spelling that finds more than the typed one did; empty when there is none."""
    if found >= FEW or len(query.normalised) > 2 * MAX_LENGTH:
        return ""
    pages = pages_in(language)
    for proposal in islice(_proposals(query.normalised, language), MAX_TRIES):
        if len(ranked_ids(pages, proposal)) > found:
            return proposal
    return ""


def _proposals(text: str, language: str) -> Iterator[str]:
    seen = {text}
    for proposal in chain(_corrected(text, vocabulary(language)), _from_titles(text, language)):
        if proposal.lower() not in seen:
            seen.add(proposal.lower())
            yield proposal


def _corrected(text: str, words: Vocabulary) -> Iterator[str]:
    """The text with one stretch of it replaced by a known name, the longest stretch first."""
    together = text.replace(" ", "")
    if together.isascii() and together.isalpha() and len(together) >= MIN_LETTERS:
        yield from (words.shown(word) for word in [*words.spelled_like(together), *words.near(together)])
    for run in runs(text):
        if is_chinese(run):
            meant = chain(_sounding(run, words), _looking(run, words))
        else:
            meant = ((run, word) for word in words.near(run) if len(run) >= MIN_LETTERS)
        yield from (text.replace(stretch, words.shown(word)) for stretch, word in meant if stretch not in words.written)


def _sounding(run: str, words: Vocabulary) -> Iterator[tuple[str, str]]:
    sounds = tuple(map(alike, syllables(run)))
    # A character that nobody knows how to read would put all others in the wrong place.
    if len(sounds) == len(run):
        for start, end in _stretches(run):
            yield from ((run[start:end], word) for word in words.sounding.get(sounds[start:end], ()))


def _looking(run: str, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Two characters resemble too many names, unless they are all there is."""
    for start, end in _stretches(run):
        if end - start > 2 or end - start == len(run):
            yield from ((run[start:end], word) for word in words.near(run[start:end]))


def _stretches(run: str) -> Iterator[tuple[int, int]]:
    for length in range(min(len(run), MAX_LENGTH), 1, -1):
        for start in range(len(run) - length + 1):
            yield start, start + length


def _from_titles(text: str, language: str) -> Iterator[str]:
    """The piece of a title that sounds exactly like the text: titles of news are in no vocabulary."""
    if not is_chinese(text) or not (sounds := syllables(text)):
        return
    pages = pages_in(language)
    for pk in ranked_ids(pages, "".join(sounds), autocomplete=True)[:1]:
        title = normalise(pages.values_list("title", flat=True).get(pk=pk))
        for run in filter(is_chinese, runs(title)):
            for piece in (run[start : start + len(text)] for start in range(len(run) - len(text) + 1)):
                if list(map(alike, syllables(piece))) == list(map(alike, sounds)):
                    yield piece
