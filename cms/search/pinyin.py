"""Titles spelled as people type them: daxiagu, da xia gu, dxg; lüyou, lvyou and luyou."""

from itertools import islice, product

from cms.search.text import is_chinese, normalise, runs

# A spelling begins at any character of a title and goes on for at most so many.
LONGEST_SPELLING = 12
MOST_READINGS = 8
# People are not sure of these in names either; where a known phrase settles the reading, pypinyin gives only that.
POLYPHONES = frozenset("长重乐行都还朝藏曾单解仇查盖宿六厦堡铺巷弄传调盛石坊露车校圩")


def syllables(text: str) -> list[str]:
    """The likeliest reading of each Chinese character, Latin runs as they are: AI助教 is ai zhu jiao."""
    return [syllable for run in runs(normalise(text)) for syllable in _first_readings(run)]


def spellings(text: str) -> list[str]:
    """What finds a text by its sound: from each character on, all syllables joined, and their initials."""
    found: dict[str, None] = {}
    for run in filter(is_chinese, runs(normalise(text))):
        readings = _readings(run)
        for start in range(len(readings)):
            for reading in islice(product(*readings[start : start + LONGEST_SPELLING]), MOST_READINGS):
                found["".join(reading)] = None
                found["".join(syllable[0] for syllable in reading)] = None
    return list(found)


def _first_readings(run: str) -> list[str]:
    return [readings[0] for readings in _readings(run)] if is_chinese(run) else [run]


def _readings(run: str) -> list[list[str]]:
    from pypinyin import Style, pinyin  # costs about a second, so only when a text needs it

    read = pinyin(run, style=Style.NORMAL, heteronym=True, errors="ignore")
    kept = [char for char in run if pinyin(char, style=Style.NORMAL, errors="ignore")]
    return [
        _with_both_umlauts(readings[:2] if char in POLYPHONES else readings[:1])
        for char, readings in zip(kept, read, strict=False)
    ]


def _with_both_umlauts(readings: list[str]) -> list[str]:
    """ü is typed as v or as u."""
    return readings + [reading.replace("v", "u") for reading in readings if "v" in reading]
