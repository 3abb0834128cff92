"""Texts for the screen and for the newsreader."""

import pytest
from django.core.exceptions import ValidationError

from cms.core.tv_texts import WidthValidator, shortened, width
from cms.pages.news.models import NewsPage
from cms.tv.body import clean_html
from cms.tv.prompter import in_lines, reading_time, spoken, with_hints


@pytest.mark.parametrize(("text", "places"), [("云上恩施", 4), ("5A景区", 3), ("", 0), ("e\u0301", 0.5), ("“引”", 3)])
def test_a_latin_letter_takes_half_a_place(text, places):
    assert width(text) == places


def test_what_is_too_long_for_the_screen_is_refused_with_how_much():
    WidthValidator(4)("云上恩施")
    with pytest.raises(ValidationError, match="2"):
        WidthValidator(4)("云上恩施欢迎")


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("云上恩施", 20, "云上恩施"),
        ("今天开园。明天闭园。", 6, "今天开园。"),
        ("利川腾龙洞景区今日起恢复开放，游客可以预约", 20, "利川腾龙洞景区今日起恢复开放"),
        ("一二三四五六七八九十", 5, "一二三四…"),
    ],
)
def test_a_proposal_ends_where_a_sentence_or_a_clause_ends(text, limit, kept):
    assert shortened(text, limit) == kept
    assert width(kept) <= limit


def test_an_empty_text_is_the_proposal_and_a_written_one_is_not_touched():
    page = NewsPage(title="峡谷晨雾", summary="早起看云。", tv_title="峡谷的早晨")
    assert page.tv_texts() == {
        "tv_title": "峡谷的早晨",
        "tv_subtitle": "早起看云。",
        "tv_summary": "早起看云。",
        "tv_ticker": "峡谷晨雾",
    }


def test_a_line_without_pinyin_is_refused_with_its_number():
    with pytest.raises(ValidationError, match="2"):
        NewsPage(title="x", tv_pronunciation="恩施 ēn shī\n利川").clean()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024年", "二零二四年"),
        ("108万人次", "一百零八万人次"),
        ("59.8%", "百分之五十九点八"),
        ("海拔1,080m", "海拔一千零八十米"),
        ("350.5 km²", "三百五十点五平方公里"),
        ("-3℃", "零下三摄氏度"),
        ("9:05", "九点零五分"),
        ("17:00", "十七点整"),
        ("3-5天", "三到五天"),
        ("0718-8221234", "零七一八八二二一二三四"),
        ("12345热线", "一二三四五热线"),
        ("10元", "十元"),
        ("10010人", "一万零一十人"),
        ("100000000", "一亿"),
        ("0", "零"),
        ("见https://example.com/a 。", "见 。"),
    ],
)
def test_numbers_are_spoken(written, said):
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hant", "公里長約一百零八公里，零點五萬噸"), ("en", "公里長約108 km，0.5萬噸")],
)
def test_numbers_are_spoken_in_the_page_s_characters_and_not_at_all_in_english(language, said):
    assert spoken("公里長約108 km，0.5萬噸", language) == said


def test_english_is_read_word_by_word():
    assert spoken("See https://example.com/a for more.", "en") == "See  for more."
    assert reading_time(["one two three", "four five"], "en") == 2
    assert reading_time(["零一二三四五六七八"], "zh-hans") == 2


def test_english_lines_break_at_spaces_and_after_stops():
    text = "The Qingjiang river is 423 km long, and “Grand Canyon” is the county’s best-known sight. Come by train."
    lines = in_lines([text])
    assert " ".join(lines) == text
    assert all(width(line) <= 16.5 for line in lines)
    assert "sight. Come by train." in lines


def test_a_latin_word_in_chinese_is_not_torn_apart_and_a_quotation_begins_with_its_mark():
    lines = in_lines(["一二三四五六七八九月中旬Grand Canyon索道重新开放，票价“全部半价”并且延长两个小时。"])
    assert any("Grand" in line for line in lines) and any("Canyon" in line for line in lines)
    assert not any(line.endswith("“") for line in lines)


def test_lines_are_short_and_never_begin_with_a_stop():
    lines = in_lines(["今天上午，利川腾龙洞景区恢复开放，全年接待游客一百零八万人次，同比增长百分之五十九点八。"])
    assert all(width(line.rstrip("，。")) <= 16 for line in lines)
    assert not any(line.startswith(("，", "。")) for line in lines)


def test_a_hint_follows_its_word_once_and_takes_no_place():
    text = with_hints("恩施在恩施州", [("恩施", "ēn shī")])
    assert text == "恩施〈ēn shī〉在恩施州"
    assert in_lines([text]) == [text]


def test_of_html_only_what_an_old_box_understands_is_left():
    dirty = '<p onclick="x" data-block-key="a">一<a href="/x">二</a><script>三</script><b>四</b></p><iframe></iframe>'
    assert clean_html(dirty) == "<p>一二<b>四</b></p>"
