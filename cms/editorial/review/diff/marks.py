"""What has changed in a text, marked so that a person sees it at once.

Chinese has no spaces: every character stands for itself; Latin words and numbers are compared whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

TOKEN = re.compile(r"[A-Za-z0-9_.,:%+-]*[A-Za-z0-9_%]|\n|[^\S\n]+|.", re.DOTALL)
# Beyond this product of lengths a passage is shown as replaced: comparing would take longer than reading.
MOST = 4_000_000
# Passages that have less than this in common are replaced, not mended.
ALIKE = 0.3
# What stays between two changes and is no longer than this goes with them: single characters left over confuse.
ISLAND = 1

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Mark:
    kind: Kind
    text: str


def marks(old: str, new: str) -> list[Mark]:
    """The two texts in one: what is the same, what is gone and what is new, in reading order."""
    return list(_joined(_without_islands(_joined(_by_lines(old, new)))))


def _by_lines(old: str, new: str) -> Iterator[Mark]:
    """Paragraphs first: a long text with one changed paragraph costs no more than that paragraph."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Mark("same", "".join(old_lines[a:b]))
        else:
            yield from _by_characters("".join(old_lines[a:b]), "".join(new_lines[c:d]))


def _by_characters(old: str, new: str) -> Iterator[Mark]:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) * len(after) > MOST or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        yield Mark("gone", old)
        yield Mark("new", new)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Mark("same", "".join(before[a:b]))
        else:
            yield Mark("gone", "".join(before[a:b]))
            yield Mark("new", "".join(after[c:d]))


def _without_islands(found: list[Mark]) -> Iterator[Mark]:
    for number, mark in enumerate(found):
        between = 0 < number < len(found) - 1
        if mark.kind == "same" and between and len(mark.text) <= ISLAND and "\n" not in mark.text:
            yield Mark("gone", mark.text)
            yield Mark("new", mark.text)
        else:
            yield mark


def _joined(found: Iterator[Mark] | list[Mark]) -> list[Mark]:
    """Between two passages that are the same, all that is gone comes before all that is new."""
    joined: list[Mark] = []
    gone, new = "", ""
    for mark in [*found, Mark("same", "")]:
        if mark.kind == "gone":
            gone += mark.text
        elif mark.kind == "new":
            new += mark.text
        elif mark.text or gone or new:
            joined += [each for each in (Mark("gone", gone), Mark("new", new)) if each.text]
            gone = new = ""
            if joined and joined[-1].kind == "same":
                joined[-1] = Mark("same", joined[-1].text + mark.text)
            elif mark.text:
                joined.append(mark)
    return joined
