"""Chinese in its two scripts, for texts of any length; converting one page takes less than a millisecond.

Traditional characters follow Taiwan's standard (裡, 著, 臺). Only characters are converted, not vocabulary: OpenCC's
phrase tables would turn 支持 into 支援 and 程序 into 程式, which changes what an authority said. The words that readers
outside the mainland would not understand are in the glossary.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from opencc import OpenCC

TRADITIONAL = "zh-hant"


def _no_glossary() -> Mapping[str, str]:
    return {}


_load_glossary: Callable[[], Mapping[str, str]] = _no_glossary


def register_glossary(load: Callable[[], Mapping[str, str]]) -> None:
    """`load` returns simplified term -> traditional term; it is asked at every conversion and so must be quick."""
    global _load_glossary
    _load_glossary = load


@lru_cache(maxsize=2)
def _converter(config: str) -> OpenCC:
    # Reads its dictionaries, some 50 ms: not before the first text.
    return OpenCC(config)


def to_simplified(text: str) -> str:
    return _converter("t2s").convert(text)


def to_traditional(text: str) -> str:
    """Glossary terms first, the longest where several begin; OpenCC for what is between them."""
    glossary = _load_glossary()
    if not glossary:
        return _converter("s2tw").convert(text)
    pieces = _term_pattern(tuple(glossary)).split(text)
    return "".join(
        glossary[piece] if number % 2 else _converter("s2tw").convert(piece) for number, piece in enumerate(pieces)
    )


@lru_cache(maxsize=2)
def _term_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(" + "|".join(map(re.escape, sorted(terms, key=len, reverse=True))) + ")")


def in_language(text: str, language_code: str) -> str:
    """A text that was written in simplified Chinese, as a page in this language shows it."""
    return to_traditional(text) if language_code == TRADITIONAL else text
