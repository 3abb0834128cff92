"""Names that readers are likely to mean, by how they are written and by how they sound in this part of the country."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.cache import cache

from cms.blocks.languages import ENGLISH
from cms.pages.commentary.models import CommentaryPage
from cms.pages.news.models import NewsPage
from cms.search.models import DictionaryWord
from cms.search.pinyin import spellings, syllables
from cms.search.text import is_chinese, normalise, runs
from cms.search.trees import pages_in

SECONDS = 600
MAX_TITLES = 1500
# A name is short; a longer title is a sentence, in which everything resembles something.
MAX_LENGTH = 12
MIN_LETTERS = 4
# South-western Mandarin tells these apart seldom or never; f and h are told below.
SOUNDS = [("ng", "n"), ("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("v", "u")]


@lru_cache(maxsize=4000)
def alike(sound: str) -> str:
    """One form for syllables, or words of joined syllables, that are easily taken for one another."""
    for heard, same in SOUNDS:
        sound = sound.replace(heard, same)
    return re.sub(r"(?:f|hu(?=[aeio]))", "h", sound)


@dataclass
class Vocabulary:
    """Everything is kept by a form under which a slip is looked up in one step."""

    written: dict[str, str] = field(default_factory=dict)
    sounding: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    spelled: dict[str, list[str]] = field(default_factory=dict)
    shortened: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    typed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        as_written = {normalise(piece): piece for piece in runs(text)}
        for run in runs(normalise(text)):
            if len(run) > 1 and run not in self.written:
                self.written[run] = as_written.get(run, run)
                self._add_chinese(run) if is_chinese(run) else self._add_letters(run, run)

    def _add_chinese(self, word: str) -> None:
        sounds = syllables(word)
        self.sounding.setdefault(tuple(map(alike, sounds)), []).append(word)
        if len(word) > 2:
            self._add_shortened(word, word)
        if len(sounds) != len(word):
            return
        # As people type it: from any of its syllables on, or up to any of them.
        parts = {(start, len(word)) for start in range(len(word) - 1)} | {(0, end) for end in range(2, len(word))}
        for start, end in parts:
            self._add_letters("".join(sounds[start:end]), word[start:end])

    def _add_letters(self, letters: str, word: str) -> None:
        if len(letters) >= MIN_LETTERS:
            self.spelled.setdefault(alike(letters), []).append(word)
            self._add_shortened(letters, word)

    def _add_shortened(self, form: str, word: str) -> None:
        for short in {form, *shorter(form)}:
            self.shortened.setdefault(short, []).append((form, word))

    def beginning_with(self, letters: str) -> list[str]:
        """Words of the dictionary that may become of these characters, pinyin or initials."""
        found = [word for word, forms in self.typed.items() if any(form.startswith(letters) for form in forms)]
        return sorted(found, key=lambda word: (not self.typed[word][0].startswith(letters), len(word)))

    def near(self, form: str) -> list[str]:
        """Words that differ by one character: wrong, missing, too many, or changed places with its neighbour."""
        found = [pair for short in (form, *shorter(form)) for pair in self.shortened.get(short, ())]
        return list(dict.fromkeys(word for other, word in found if differ_by_one(form, other)))

    def shown(self, word: str) -> str:
        """As it is written; parts of words, which pinyin may mean, as they are."""
        return self.written.get(word, word)

    def spelled_like(self, letters: str) -> list[str]:
        return self.spelled.get(alike(letters), [])


def shorter(form: str) -> Iterator[str]:
    return (form[:place] + form[place + 1 :] for place in range(len(form)))


def differ_by_one(form: str, other: str) -> bool:
    """Of two forms that become alike when each loses at most one character."""
    if len(form) != len(other):
        return True
    places = [place for place, pair in enumerate(zip(form, other, strict=True)) if pair[0] != pair[1]]
    return len(places) == 1 or (len(places) == 2 and places[1] == places[0] + 1 and form[places[0]] == other[places[1]])


# What the cache holds is only a token: the words themselves would be copied at every reading.
_kept: dict[str, tuple[float, Vocabulary]] = {}


def vocabulary(language: str) -> Vocabulary:
    """Of a language's pages, made anew every ten minutes."""
    key = f"search-vocabulary:{language}"
    token, kept = _kept.get(key, (None, None))
    if kept is None or cache.get(key) != token:
        token, kept = time.time(), _read(language)
        cache.set(key, token, SECONDS)
        _kept[key] = token, kept
    return kept


def _read(language: str) -> Vocabulary:
    words = Vocabulary()
    if language != ENGLISH.code:
        for word in DictionaryWord.objects.values_list("word", flat=True):
            words.add(word)
            words.typed[word] = (normalise(word), *spellings(word))
    names = pages_in(language).not_exact_type(NewsPage, CommentaryPage).order_by("depth", "path")
    for title in names.values_list("title", flat=True)[:MAX_TITLES]:
        if language == ENGLISH.code or len(title) <= MAX_LENGTH:
            words.add(title)
    return words
