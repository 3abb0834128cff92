"""The form in which texts and queries meet."""

import pytest

from cms.core.scripts import to_traditional
from cms.search.text import index_tokens, normalise


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ＡＩ助教", "ai助教"),
        ("恩施大峽谷", "恩施大峡谷"),
        ("Wi-Fi", "wifi"),
        ("Wi\u2011Fi", "wifi"),
        ("G-318", "g318"),
        ("day-to-day", "day-to-day"),
        ("2026-11-22", "2026-11-22"),
        ("Xuan'en", "xuanen"),
        ("Xuan\u2019en County's", "xuanen county"),
        ("lǚyóu", "luyou"),
        ("Tǔjiā", "tujia"),
        ("峡\x00谷\ud800", "峡谷"),
        ("恩\u200b施", "恩施"),
    ],
)
def test_what_is_written_differently_becomes_the_same(text, normal):
    assert normalise(text) == normal


@pytest.mark.django_db
def test_a_text_that_was_made_traditional_becomes_itself_again():
    text = "沿着街道走着，著名的台湾，干部吃面，皇后后面，群众里面，麻痹，说明，为了，线路，发展头发"
    assert normalise(to_traditional(text)) == normalise(text) == text.replace("，", ",")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("大峡谷", ["大峡", "峡谷", "谷"]),
        ("茶", ["茶"]),
        ("恩施。大会", ["恩施", "施", "大会", "会"]),
        ("5A景区G318", ["5a", "景区", "区", "g318"]),
        ("", []),
        ('"*() ；🎉', []),
        ("カフェ", ["カフ", "フェ", "ェ"]),
    ],
)
def test_runs_are_cut_into_overlapping_pairs(text, tokens):
    assert index_tokens(text) == tokens


def test_an_endless_latin_word_is_cut_off():
    assert index_tokens("x" * 10_000) == ["x" * 40]
