"""Text as a newsreader speaks it: numbers and units in words, hints for rare characters, short lines (T-07, T-08).

Chinese has its numbers spelled out, in the characters of its page; English keeps them. Rules after GB/T 15835-2011
(numerals in publications) and the reading habits of broadcasting: quantities are read by their value, years and
telephone numbers digit by digit.
"""

import re
from collections.abc import Collection, Iterable

from cms.blocks.languages import ENGLISH, SOURCE
from cms.core.scripts import TRADITIONAL, to_traditional
from cms.core.tv_texts import width

LINE_PLACES = 16
# How fast Chinese is read out on television, and English to listeners (J. R. Williams, Guidelines for the use of
# multimedia in instruction, Proceedings of the Human Factors and Ergonomics Society 42, 1998: 150 to 160).
CHARACTERS_A_MINUTE, WORDS_A_MINUTE = 270, 150
DIGITS = "零一二三四五六七八九"
SMALL, LARGE = ("", "十", "百", "千"), ("", "万", "亿", "兆")
UNITS = {
    "km²": "平方公里",
    "km": "公里",
    "m²": "平方米",
    "m": "米",
    "cm": "厘米",
    "mm": "毫米",
    "kg": "千克",
    "g": "克",
    "t": "吨",
    "℃": "摄氏度",
    "°C": "摄氏度",
    "h": "小时",
    "min": "分钟",
    "kW": "千瓦",
    "km/h": "公里每小时",
}
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
ADDRESS = r"https?://\S+|www\.\S+"
RULES = re.compile(
    rf"""
    (?P<address>{ADDRESS})
    |(?P<year>(?<!\d)(?:1[89]|20)\d\d)(?=年|[-—–~～至](?:1[89]|20)\d\d年)
    |(?P<phone>(?<!\d)(?:0\d{{2,3}}-\d{{7,8}}|1\d{{10}}|12\d{{3}})(?!\d))
    |(?P<clock>(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?!\d))
    |(?P<percent>{NUMBER})[%％]
    |(?P<range_from>{NUMBER})[-—–~～](?={NUMBER})
    |(?P<minus>(?<![\dA-Za-z)）])[-−](?={NUMBER}\s?(?:℃|°C|度)))
    |(?P<measured>{NUMBER})\s?(?P<unit>{UNIT})(?![A-Za-z])
    |(?P<number>{NUMBER})
    """,
    re.VERBOSE,
)


def spoken(text: str, language: str = SOURCE.code) -> str:
    """“59.8%” becomes “百分之五十九点八” in Chinese; web addresses, which nobody reads out, go in every language."""
    if language == ENGLISH.code:
        return re.sub(ADDRESS, "", text)
    if language == TRADITIONAL:
        # The editors' glossary has no say in numbers.
        return RULES.sub(lambda match: to_traditional(_say(match), {}), text)
    return RULES.sub(_say, text)


def reading_time(lines: Collection[str], language: str) -> int:
    """In seconds."""
    if language == ENGLISH.code:
        return round(sum(len(line.split()) for line in lines) * 60 / WORDS_A_MINUTE)
    return round(sum(len(line) for line in lines) * 60 / CHARACTERS_A_MINUTE)


def _say(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "unit":
        return in_words(match["measured"]) + UNITS[match["unit"]]
    said = match[kind]
    if kind == "address":
        return ""
    if kind in ("year", "phone"):
        return digit_by_digit(said)
    if kind == "clock":
        return _clock(said)
    if kind == "percent":
        return "百分之" + in_words(said)
    if kind == "range_from":
        return in_words(said) + "到"
    return "零下" if kind == "minus" else in_words(said)


def digit_by_digit(text: str) -> str:
    return "".join(DIGITS[int(char)] for char in text if char.isdigit())


def in_words(number: str) -> str:
    """By value, in simplified characters: “1,080” becomes “一千零八十”."""
    whole, _, rest = number.replace(",", "").partition(".")
    words = _whole(int(whole))
    return words + ("点" + digit_by_digit(rest) if rest else "")


def _whole(value: int) -> str:
    if value == 0 or value >= 10_000 ** len(LARGE):
        return digit_by_digit(str(value))
    groups = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            continue
        if words and (group < 1000 or groups[place + 1] == 0):
            words += DIGITS[0]
        words += _group(group) + LARGE[place]
    # “一十二” is said “十二” at the beginning.
    return words.removeprefix("一") if words.startswith("一十") else words


def _group(value: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (DIGITS[0] if gap else "") + DIGITS[digit] + SMALL[place]
        gap = False
    return words


def _clock(text: str) -> str:
    hour, minute = re.split("[:：]", text)
    said = in_words(str(int(hour))) + "点"
    if minute == "00":
        return said + "整"
    return said + (DIGITS[0] if minute.startswith("0") else "") + in_words(str(int(minute))) + "分"


def with_hints(text: str, pronunciations: Iterable[tuple[str, str]]) -> str:
    """After the first time that they occur, characters are followed by their pinyin: 恩施〈ēn shī〉."""
    for characters, pinyin in pronunciations:
        text = text.replace(characters, f"{characters}〈{pinyin}〉", 1)
    return text


def in_lines(paragraphs: Iterable[str], places: int = LINE_PLACES) -> list[str]:
    """Broken after punctuation where that is near, never before it; hints take no place and stay with their word."""
    return [line for paragraph in paragraphs for line in _broken(paragraph, places)]


# Neither a spoken number nor a word in Latin letters is torn apart.
NUMBER_WORDS = r"[零一二三四五六七八九十百千万亿点萬億點]{2,12}"
WORD = r"[!-~À-ɏ]{1,30}(?:’[a-z]+)?"
PIECE = re.compile(rf"[“‘（《]*(?:{NUMBER_WORDS}|{WORD}|[^〈〉\s])(?:〈[^〉]*〉)?[，。！？；：、”’）》]*|\s")
PAUSE = re.compile(r"[，。！？；：、”’）》.,;:!?]$")


def _broken(paragraph: str, places: int) -> list[str]:
    lines, line = [], ""
    for piece in PIECE.findall(paragraph.strip()):
        if line and _places(line + piece) > places:
            lines.append(line.strip())
            line = ""
        line = (line + piece).lstrip()
        if PAUSE.search(line) and _places(line) > places * 0.6:
            lines.append(line)
            line = ""
    return [*lines, line.strip()] if line.strip() else lines


def _places(text: str) -> float:
    # Punctuation at the end hangs over the edge, as in print.
    return width(re.sub("〈[^〉]*〉", "", text).rstrip(" ，。！？；：、”’）》"))
