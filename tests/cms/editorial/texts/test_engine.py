"""Lists against texts: what is found, what is not, and where."""

import pytest

from cms.editorial.texts.engine import Entry, Lexicon
from cms.editorial.texts.kinds import Kind, Severity, TermKind

REFUSE, SUGGEST, NOTE = Severity.REFUSE, Severity.SUGGEST, Severity.NOTE


def entry(term: str, *exceptions: str, severity: Severity = SUGGEST, level: int = 0, kind: str = Kind.WRONG) -> Entry:
    return Entry.made(term, exceptions, kind=kind, severity=severity, level=level)


LIST = [
    entry("来风县"),
    entry("最", "最低温度", "最近"),
    entry("最佳"),
    entry("家俱", "家俱乐部"),
    entry("Tu Jia"),
    entry("APP应用"),
    entry("茶叶"),
    entry("叶片茶"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来风县的茶", ["来风县"]),
        ("来凤县的茶", []),
        ("今天最低温度3度，最近多雨", []),
        ("今天最冷", ["最"]),
        ("最最近的路", ["最"]),
        # The longer of two entries at one place.
        ("最佳路线", ["最佳"]),
        # A club for everybody is no furniture.
        ("大家俱乐部开张，家俱齐备", ["家俱"]),
        # Latin words have borders and no capitals that count.
        ("the tu jia people, statu jia", ["tu jia"]),
        ("ＡＰＰ应用上线", ["ＡＰＰ应用"]),
        ("Kangxi radical: 来风⽓，来风县", ["来风县"]),
        ("来\u200b风\u2060县", ["来\u200b风\u2060县"]),
        # Two that overlap without one being inside the other.
        ("好茶叶片茶", ["茶叶", "叶片茶"]),
        ("", []),
    ],
)
def test_a_list_finds_its_entries_and_nothing_else(text: str, found: list[str]):
    assert [text[hit.start : hit.end] for hit in Lexicon(LIST).find(text)] == found


def test_places_are_those_of_the_text_as_it_is_written():
    text = "㎏と①，（来风县）最佳"
    hits = Lexicon(LIST).find(text)
    assert [(hit.start, text[hit.start : hit.end]) for hit in hits] == [(5, "来风县"), (9, "最佳")]


def test_chinese_entries_are_left_out_of_english_texts_but_numbers_are_not():
    hits = Lexicon(LIST).find("Tu Jia 来风县, call 13812345678", latin_only=True)
    assert [hit.entry.term for hit in hits] == ["Tu Jia", "mobile"]


@pytest.mark.parametrize(
    ("county", "found"),
    [
        # It adds.
        (entry("摆手舞节", level=1), ["来风县", "摆手舞", "摆手舞节"]),
        # It does not soften what the prefecture refuses: neither with a longer entry nor with an exception.
        (entry("来风县摆手舞", severity=NOTE, level=1), ["来风县", "来风县摆手舞", "摆手舞"]),
        (entry("来风县", "来风县摆手", severity=NOTE, level=1), ["来风县", "摆手舞"]),
        (entry("来风", severity=NOTE, level=1), ["来风县", "摆手舞"]),
        # It may be stricter than the prefecture.
        (entry("摆手舞", severity=REFUSE, level=1), ["来风县", "摆手舞", "摆手舞"]),
    ],
    ids=lambda value: value.term if isinstance(value, Entry) else "",
)
def test_the_list_of_a_county_only_adds(county: Entry, found: list[str]):
    prefecture = [entry("来风县", severity=REFUSE), entry("摆手舞", severity=NOTE)]
    hits = Lexicon([*prefecture, county]).find("来风县摆手舞节")
    assert [hit.entry.term for hit in hits] == found


def test_the_topmost_list_lets_single_numbers_pass():
    published = entry("138-1234 5678", kind=TermKind.NUMBER)
    hits = Lexicon([published]).find("救援 13812345678，家里 13912345678")
    assert [(hit.start, hit.entry.term) for hit in hits] == [(18, "mobile")]
    hits = Lexicon([entry("13812345678", kind=TermKind.NUMBER, level=1)]).find("13812345678")
    assert [hit.entry.severity for hit in hits] == [REFUSE]
