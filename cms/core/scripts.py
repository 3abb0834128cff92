"""Chinese in its two scripts, for texts of any length; converting one page takes less than a millisecond.

Traditional characters follow Taiwan's standard (裡, 著, 臺). Only characters are converted, not vocabulary: OpenCC's
phrase tables would turn 支持 into 支援 and 程序 into 程式, which changes what an authority said. The words that readers
outside the mainland would not understand are in the glossary.

`phrases.tsv` beside this file corrects OpenCC's own dictionary: simplified, tab, traditional, one phrase a line. Being
part of the dictionary, its phrases compete with OpenCC's for the longest match: 里面 in it does not tear 公里|面积.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from opencc import OpenCC

TRADITIONAL = "zh-hant"
HAN = re.compile("[\u3400-\u9fff]")
PHRASES = Path(__file__).with_name("phrases.tsv")


def _no_glossary() -> Mapping[str, str]:
    return {}


_load_glossary: Callable[[], Mapping[str, str]] = _no_glossary


def register_glossary(load: Callable[[], Mapping[str, str]]) -> None:
    """`load` returns simplified term -> traditional term; it is asked at every conversion and so must be quick."""
    global _load_glossary
    _load_glossary = load


# Converters read their dictionaries, some 50 ms: not before the first text.
@cache
def _simplifier() -> OpenCC:
    # Not t2s: the traditional pages follow Taiwan's standard, where 着 is written 著 as well.
    return OpenCC("tw2s")


@cache
def _traditionaliser() -> OpenCC:
    """OpenCC's s2tw with our phrases before its own, where it cuts a text into words and where it converts them."""
    stock = Path(OpenCC("s2tw").config)
    config = json.loads(stock.read_text(encoding="utf-8"), object_hook=lambda node: _with_full_path(node, stock.parent))
    ours = {"type": "text", "file": str(PHRASES)}
    config["segmentation"]["dict"]["dicts"].insert(0, ours)
    config["conversion_chain"][0]["dict"]["dicts"].insert(0, ours)
    with TemporaryDirectory() as folder:
        path = Path(folder, "s2tw_with_phrases.json")
        path.write_text(json.dumps(config), encoding="utf-8")
        return OpenCC(str(path))


def _with_full_path(node: dict[str, Any], folder: Path) -> dict[str, Any]:
    return {**node, "file": str(folder / node["file"])} if "file" in node else node


def to_simplified(text: str) -> str:
    return _simplifier().convert(text)


def to_traditional(text: str, glossary: Mapping[str, str] | None = None) -> str:
    """Glossary terms first, the longest where several begin; OpenCC for what is between them.

    `glossary` takes the place of the registered one, for texts that are not the editors'.
    """
    if glossary is None:
        glossary = _load_glossary()
    if not glossary:
        return _traditionaliser().convert(text)
    pieces = _term_pattern(tuple(glossary)).split(text)
    return "".join(
        glossary[piece] if number % 2 else _traditionaliser().convert(piece) for number, piece in enumerate(pieces)
    )


@lru_cache(maxsize=4)
def _term_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(" + "|".join(map(re.escape, sorted(terms, key=len, reverse=True))) + ")")


def in_language(text: str, language_code: str) -> str:
    """A text that was written in simplified Chinese, as a page in this language shows it."""
    return to_traditional(text) if language_code == TRADITIONAL else text
