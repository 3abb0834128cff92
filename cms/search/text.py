"""The form in which texts and queries meet: one script, one width, one case, cut into overlapping pairs of characters.

大峡谷 becomes 大峡 峡谷 谷. Where 大峡 and 峡谷 stand next to each other the text holds 大峡谷, whatever words a
dictionary would see around it; so nothing is missed, and a new word in the dictionary needs no new index.
"""

import re
import unicodedata

from cms.core.scripts import to_simplified

# Characters written without spaces between words: Chinese, kana, hangul.
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
LONGEST_TOKEN = 40

_UNSTORABLE = re.compile("[\x00\ud800-\udfff\u200b-\u200d\ufeff]")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_APOSTROPHE = re.compile("(?<=[a-z])['\u2019\u02bc](?:s(?![a-z0-9])|(?=[a-z]))")
_HYPHEN = re.compile("(?<![a-z0-9-])([a-z]{1,2})[-\u2010](?=[a-z0-9])")


def normalise(text: str) -> str:
    """Simplified, half width, lower case, no accents: ＡＩ is ai, 峽谷 is 峡谷, Wi-Fi is wifi, Xuan'en is xuanen."""
    text = unicodedata.normalize("NFKC", _UNSTORABLE.sub("", text)).lower()
    text = _ACCENTED.sub(_without_accents, text)
    text = _HYPHEN.sub(r"\1", _APOSTROPHE.sub("", text))
    return to_simplified(text)


def runs(normalised: str) -> list[str]:
    """Stretches of Chinese and of Latin letters and digits; everything else separates them."""
    return RUN.findall(normalised)


def tokens_of_runs(found: list[str]) -> list[str]:
    """Each Chinese run as its pairs and its last character, which keeps runs apart and is found by a single one."""
    tokens: list[str] = []
    for run in found:
        if is_chinese(run):
            tokens += [run[start : start + 2] for start in range(len(run))]
        else:
            tokens.append(run[:LONGEST_TOKEN])
    return tokens


def index_tokens(text: str) -> list[str]:
    return tokens_of_runs(runs(normalise(text)))


def is_chinese(run: str) -> bool:
    return run >= "\u2e80"


def _without_accents(match: re.Match[str]) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", match[0]) if not unicodedata.combining(char))
