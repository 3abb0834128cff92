"""A piece of stored text with what was searched for marked in it."""

import re
from collections.abc import Sequence
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.search.text import is_chinese, normalise, runs

ELLIPSIS = "…"
# A window starts after the end of a sentence that lies so close before it.
SENTENCE_START = 20
TRIED_WINDOWS = 60
SENTENCE_END = re.compile(r"[。！？；\n!?;]\s*")


def highlight(text: str, words: Sequence[str], length: int | None = None) -> SafeString:
    """Escaped text with matches in <mark>, as stored; `length` cuts out the window that shows most of the words."""
    folded = text.translate(_folding())
    spans = _spans(folded, words)
    start, end = _window(folded, spans, length) if length and len(text) > length else (0, len(text))
    pieces, place = [ELLIPSIS] if start else [], start
    for first, last in spans:
        if start <= first and last <= end:
            pieces += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    pieces += [escape(text[place:end]), ELLIPSIS if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text was escaped


def _spans(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where words stand, those that touch or overlap as one."""
    pattern = _pattern(words)
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(folded) if pattern else ():
        first, last = match.span(1)
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def _window(folded: str, spans: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """The stretch with the most different words; of several, the one with the most matches, then the first."""
    best, start = (0, 0), 0
    for number, (first, _) in enumerate(spans[:TRIED_WINDOWS]):
        inside = [folded[begin:end] for begin, end in spans[number : number + length] if end <= first + length]
        if (len(set(inside)), len(inside)) > best:
            best, start = (len(set(inside)), len(inside)), first
    start = max(0, min(_sentence_start(folded, start, length), len(folded) - length))
    return start, start + length


def _sentence_start(text: str, place: int, length: int) -> int:
    """A little before the first match, at the beginning of its sentence where that is near."""
    lead = min(SENTENCE_START, length // 4)
    ends = [match.end() for match in SENTENCE_END.finditer(text, max(0, place - lead), place)]
    return ends[-1] if ends else place - lead // 2


@cache
def _folding() -> "_Folding":
    return _Folding()


class _Folding(dict):
    """Each character as the index sees it where that is one character too, so that places stay the same."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = normalise(char)
        self[code] = folded if len(folded) == 1 else char
        return self[code]


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    patterns = [_word_pattern(word.translate(_folding())) for word in words if runs(normalise(word))]
    # In a lookahead, so that overlapping words are all found.
    return re.compile(f"(?=({'|'.join(sorted(patterns, key=len, reverse=True))}))") if patterns else None


def _word_pattern(word: str) -> str:
    """Runs with whatever separates them; Latin ones where a word begins, in singular and plural, wi-fi for wifi."""
    found = runs(word)
    patterns = [run if is_chinese(run) else "[-\u2010\u2011'\u2019]?".join(map(re.escape, run)) for run in found]
    before = "" if is_chinese(found[0]) else "(?<![a-z0-9])"
    after = "" if is_chinese(found[-1]) else "(?:['\u2019]?s)?(?![a-z0-9])"
    return before + r"\W*".join(patterns) + after
