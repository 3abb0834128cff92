"""Marked pieces of stored text."""

import time

import pytest
from django.utils.safestring import SafeString

from cms.search.snippets import highlight


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("恩施大峡谷景区", ["峡谷"], "恩施大<mark>峡谷</mark>景区"),
        ("恩施大峽谷景區", ["峡谷"], "恩施大<mark>峽谷</mark>景區"),
        ("恩施大峡谷", ["大峡谷", "峡谷"], "恩施<mark>大峡谷</mark>"),
        ("恩施大峡谷", ["恩施", "大峡谷"], "<mark>恩施大峡谷</mark>"),
        ("ＡＩ助教与ai", ["ai"], "<mark>ＡＩ</mark>助教与<mark>ai</mark>"),
        ("AI 助教", ["ai助教"], "<mark>AI 助教</mark>"),
        ("Shanghai has AI", ["ai"], "Shanghai has <mark>AI</mark>"),
        ("Two caves, one cave", ["cave"], "Two <mark>caves</mark>, one <mark>cave</mark>"),
        ("免费Wi-Fi", ["wifi"], "免费<mark>Wi-Fi</mark>"),
        ("Xuan'en", ["xuanen"], "<mark>Xuan&#x27;en</mark>"),
        ('<b>峡谷</b> & "谷"', ["峡谷"], "&lt;b&gt;<mark>峡谷</mark>&lt;/b&gt; &amp; &quot;谷&quot;"),
        ("<峡>谷", ["峡谷"], "&lt;峡&gt;谷"),
        ("没有", ["峡谷"], "没有"),
        ("a.b*c", [".*", "("], "a.b*c"),
        ("", ["峡谷"], ""),
    ],
)
def test_matches_are_marked_as_they_are_stored(text, words, marked):
    found = highlight(text, words)
    assert found == marked
    assert isinstance(found, SafeString)


def test_the_window_shows_the_most_different_words():
    text = "门票。" + "无关的话。" * 30 + "这里有门票和优惠。" + "无关的话。" * 30 + "门票，门票，门票。"
    found = highlight(text, ["门票", "优惠"], 40)
    assert "<mark>门票</mark>和<mark>优惠</mark>" in found
    assert found.startswith("…这里有") and found.endswith("…")


def test_a_window_is_as_long_as_asked_for_and_begins_with_the_text_where_nothing_matches():
    text = "字" * 500
    assert highlight(text, ["峡谷"], 80) == "字" * 80 + "…"
    assert highlight("短", ["峡谷"], 80) == "短"


def test_a_match_at_the_very_end_is_shown():
    found = highlight("字" * 500 + "峡谷", ["峡谷"], 80)
    assert found == "…" + "字" * 78 + "<mark>峡谷</mark>"


def test_a_long_document_with_many_matches_takes_milliseconds():
    started = time.process_time()
    highlight("峡谷和门票" * 40_000, ["峡谷", "门票"], 120)
    assert time.process_time() - started < 1
