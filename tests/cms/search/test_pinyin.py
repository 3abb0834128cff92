"""Titles spelled as people type them."""

import pytest

from cms.search.pinyin import spellings, syllables


@pytest.mark.parametrize("typed", ["enshidaxiagu", "daxiagu", "xiagu", "esdxg", "dxg"])
def test_a_title_is_found_from_any_character_on(typed):
    assert typed in spellings("恩施大峡谷")


@pytest.mark.parametrize("typed", ["lvyou", "luyou", "nver", "nuer"])
def test_u_with_dots_is_typed_as_v_or_u(typed):
    assert any(spelling.startswith(typed) for spelling in spellings("旅游女儿会"))


@pytest.mark.parametrize(
    ("name", "typed"), [("重庆", "chongqing"), ("长阳", "changyang"), ("长阳", "zhangyang"), ("朝阳观", "chaoyangguan")]
)
def test_names_are_found_by_each_reading_that_people_may_take(name, typed):
    assert typed in spellings(name)


def test_a_phrase_that_settles_a_reading_leaves_one():
    assert "zhongqing" not in spellings("重庆")


def test_traditional_titles_are_spelled_alike():
    assert spellings("恩施大峽谷") == spellings("恩施大峡谷")


def test_latin_and_signs_are_passed_over():
    assert spellings("AI、G318！") == []
    assert syllables("AI助教") == ["ai", "zhu", "jiao"]


def test_a_long_title_stays_small():
    assert max(map(len, spellings("中" * 60))) <= 12 * 6
    assert len(spellings("长重乐行都朝" * 10)) < 1500
