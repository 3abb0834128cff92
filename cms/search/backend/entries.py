"""What the index holds of an object: its tokens, and marked tokens for what ranks it.

A mark is a character of the private use area in front of a token, so nothing that anybody types can contain it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import rjieba
from django.db.models import Manager, Model
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from cms.search.pinyin import spellings
from cms.search.text import index_tokens, is_chinese, normalise, runs, tokens_of_runs

EVERYTHING = "\ue000"  # stands in every column of every entry
BEGINNING = "\ue001"  # before a whole title
PROMINENT = "\ue002"  # before tokens that the text repeats or that its summary holds
TORN = "\ue003"  # before words that only seem to be there: 和服 in 和|服务

LONGEST_TITLE = 60
REPEATED = 3


@dataclass(frozen=True)
class Entry:
    object_id: str
    title: list[str]
    body: list[str]  # the title as well, so that one column answers for the whole
    autocomplete: list[str]
    text: str


def entry(obj: Model) -> Entry:
    texts = _Texts(obj)
    title = runs(normalise("\n".join(texts.title)))
    rest = normalise("\n".join(texts.prominent + texts.body))
    title_tokens, tokens = tokens_of_runs(title), tokens_of_runs(runs(rest))
    prominent = _prominent(tokens) | set(index_tokens("\n".join(texts.prominent)))
    typed = "\n".join(texts.autocomplete)
    return Entry(
        object_id=str(obj.pk),
        title=[*title_tokens, beginning(title), EVERYTHING],
        body=[
            EVERYTHING,
            *(PROMINENT + token for token in sorted(prominent)),
            *(TORN + word for word in sorted(torn_words(" ".join(title) + "\n" + rest))),
            *title_tokens,
            *tokens,
        ],
        autocomplete=[*index_tokens(typed), *_typed_beginnings(typed), *spellings(typed), EVERYTHING],
        text=stored_text(title + runs(rest)),
    )


def beginning(title_runs: Iterable[str]) -> str:
    """One token for a whole title, which its beginning finds by prefix."""
    return BEGINNING + "".join(title_runs)[:LONGEST_TITLE]


def stored_text(found: list[str]) -> str:
    """Runs between single spaces: a sequence of tokens is in an entry where its text is in this one."""
    return f" {' '.join(found)} "


def torn_words(text: str) -> set[str]:
    """Two-character words that the eye sees nowhere in the text though their characters touch: 华人 in 中华人民共和国.

    They stand across the border of two words, or inside a long one, and in no other place.
    """
    torn, whole = set(), set()
    words = rjieba.cut(text)
    for left, right in pairwise(words):
        (torn if len(left) + len(right) > 2 else whole).add(left[-1] + right[0])
    for word in words:
        whole.update((word[:2], word[-2:]))
        torn.update(word[start : start + 2] for start in range(1, len(word) - 2))
    return {word for word in torn - whole if is_chinese(word) and rjieba.has_word(word)}


def _prominent(tokens: list[str]) -> set[str]:
    often = max(REPEATED, len(tokens) // 500)
    return {token for token, count in Counter(tokens).items() if count >= often}


def _typed_beginnings(text: str) -> list[str]:
    """The whole title in characters and, for who types only its first letter, by sound."""
    found = runs(normalise(text))
    sounds = spellings(found[0])[:1] if found else []
    return [beginning(found), *(BEGINNING + sound for sound in sounds)]


class _Texts:
    """Every text of an object that its search fields name, each read once."""

    def __init__(self, obj: Model) -> None:
        self.title: list[str] = []
        self.prominent: list[str] = []
        self.body: list[str] = []
        self.autocomplete: list[str] = []
        for field, text in searchable_texts(obj, obj.get_search_fields()):
            self._place(field).append(text)

    def _place(self, field: SearchField | AutocompleteField) -> list[str]:
        if isinstance(field, AutocompleteField):
            return self.autocomplete
        if field.field_name == "title":
            return self.title
        return self.prominent if (field.boost or 1) > 1 else self.body


def searchable_texts(obj: Model, fields: Iterable) -> Iterator[tuple[SearchField | AutocompleteField, str]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(obj)):
                yield from searchable_texts(related, field.fields)
        elif isinstance(field, SearchField | AutocompleteField) and (text := _text(field.get_value(obj))):
            yield field, text


def _related(value: Any) -> list[Model]:
    if isinstance(value, Manager):
        return list(value.all())
    value = value() if callable(value) else value
    return [] if value is None else [value]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set):
        return "\n".join(map(_text, value))
    return "" if value is None else str(value)
