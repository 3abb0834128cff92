"""The words of a query: cut by rjieba, kept whole where the dictionary of this installation knows them."""

from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import rjieba
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cms.search.models import DictionaryWord
from cms.search.text import is_chinese, normalise, runs

LONGEST_QUERY = 100
MOST_WORDS = 12
# Other processes see a changed row after this time.
DICTIONARY_SECONDS = 5
_CACHE_KEY = "search-dictionary"

# What people put around the words they mean; asked for alone, each is a word like any other.
FILLER = frozenset(Path(__file__).with_name("filler.txt").read_text(encoding="utf-8").split())


class Dictionary(NamedTuple):
    words: frozenset[str]
    synonyms: dict[str, tuple[str, ...]]
    longest: int


def query_words(query: str) -> list[str]:
    """What a page has to contain: normalised, each once, without filler as long as anything else is left."""
    chunks = normalise(query[: 2 * LONGEST_QUERY])[:LONGEST_QUERY].split()
    words = [word for chunk in chunks for word in _cut(chunk) if runs(word)]
    words = list(dict.fromkeys(words))
    return ([word for word in words if word not in FILLER] or words)[:MOST_WORDS]


def synonyms(word: str) -> tuple[str, ...]:
    """What the dictionary says means the same as a normalised word."""
    return _dictionary().synonyms.get(word, ())


def english_forms(word: str) -> tuple[str, ...]:
    """Singular or plural of an English word, as far as its ending tells."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("s"):
        return () if word.endswith(("ss", "us", "is")) else (word[:-1],)
    return (word[:-1] + "ies",) if word.endswith("y") and word[-2] not in "aeiou" else (word + "s",)


def _cut(chunk: str) -> list[str]:
    """rjieba's words; where one of the dictionary crosses their borders, that one instead of the pieces."""
    borders = set(accumulate(map(len, rjieba.cut(chunk)), initial=0))
    for start, end in _dictionary_words(chunk):
        inner = set(range(start + 1, end))
        # Two characters that belong to the words on both sides, 天时 in 今天|时间, or a piece of a longer word.
        accidental = end - start == 2 and not borders & {start, end}
        if not accidental and (borders & inner or {start, end} <= borders):
            borders = (borders - inner) | {start, end}
    return [chunk[start:end] for start, end in pairwise(sorted(borders))]


def _dictionary_words(chunk: str) -> list[tuple[int, int]]:
    """Where words of the dictionary stand, from left to right, of several at one place the longest."""
    dictionary = _dictionary()
    found, start = [], 0
    while start < len(chunk):
        ends = range(min(len(chunk), start + dictionary.longest), start + 1, -1)
        end = next((end for end in ends if chunk[start:end] in dictionary.words), None)
        if end:
            found.append((start, end))
        start = end or start + 1
    return found


def _dictionary() -> Dictionary:
    return cache.get_or_set(_CACHE_KEY, _read_dictionary, DICTIONARY_SECONDS)


def _read_dictionary() -> Dictionary:
    synonyms: dict[str, dict[str, None]] = {}
    words = {word for word in FILLER if is_chinese(word)}
    for row in DictionaryWord.objects.values_list("word", "synonyms"):
        group = ["".join(normalise(word).split()) for word in [row[0], *row[1].split()]]
        words.update(group)
        for word in group:
            synonyms.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    words = {word for word in words if len(word) > 1 and runs(word)}
    return Dictionary(
        frozenset(words),
        {word: tuple(others) for word, others in synonyms.items() if others},
        max(map(len, words), default=0),
    )


@receiver([post_save, post_delete], sender=DictionaryWord)
def _forget_dictionary(**kwargs: object) -> None:
    cache.delete(_CACHE_KEY)
