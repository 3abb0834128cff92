"""What a visitor typed, made fit to be searched for and shown."""

import re
from dataclasses import dataclass
from functools import cached_property

from cms.search.text import normalise
from cms.search.words import query_words, synonyms

MAX_LENGTH = 100
# Control characters, NUL among them, and halves of surrogate pairs: PostgreSQL refuses to compare them.
UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
LATIN = re.compile(r"[a-zü' ]*[a-zü][a-zü' ]*")


@dataclass(frozen=True)
class Query:
    text: str
    was_cut: bool = False

    @classmethod
    def typed(cls, text: str) -> "Query":
        # Cut before anything else looks at it: a query may be as long as a request may be.
        whole = " ".join(UNFIT.sub(" ", text[: 10 * MAX_LENGTH]).split())
        return cls(whole[:MAX_LENGTH].rstrip(), len(whole) > MAX_LENGTH or len(text) > 10 * MAX_LENGTH)

    @cached_property
    def normalised(self) -> str:
        return " ".join(normalise(self.text).split())

    @cached_property
    def words(self) -> list[str]:
        return query_words(self.text)

    @cached_property
    def marked(self) -> list[str]:
        """What shows a reader why something was found: the words and what means the same."""
        return [meaning for word in self.words for meaning in (word, *synonyms(word))]

    @property
    def is_latin(self) -> bool:
        """Latin letters only, so that it may be pinyin."""
        return bool(LATIN.fullmatch(self.normalised))
