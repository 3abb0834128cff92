"""How a query is cut, and what the dictionary changes about that."""

import pytest
from django.core.cache import cache

from cms.search.models import DictionaryWord
from cms.search.words import english_forms, query_words, synonyms

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("恩施大峡谷门票优惠", ["恩施", "大峡谷", "门票", "优惠"]),
        ("怎么去腾龙洞？", ["腾龙洞"]),
        ("恩施的酒店多少钱", ["恩施", "酒店"]),
        ("怎么", ["怎么"]),
        ("ＡＩ助教", ["ai", "助教"]),
        ("5A景区 G318国道", ["5a", "景区", "g318", "国道"]),
        ("峡谷 峡谷 峽谷", ["峡谷"]),
        ("the grand canyon of Enshi", ["grand", "canyon", "enshi"]),
        ("Xuan'en", ["xuanen"]),
        ('"* OR (', ["or"]),
        ("🎉 ；", []),
        ("", []),
    ],
)
def test_a_query_is_cut_into_the_words_it_means(query, words):
    assert query_words(query) == words


def test_an_overlong_query_is_cut_off():
    assert query_words("峡谷" * 3000 + "门票") == ["峡谷"]
    assert len(query_words(" ".join(f"w{number}" for number in range(99)))) == 12


def test_a_word_of_the_dictionary_is_not_cut_through():
    assert query_words("民族大学招生") == ["民族", "大学", "招生"]
    word = DictionaryWord.objects.create(word="民族大学")
    assert query_words("民族大学招生") == ["民族大学", "招生"]
    word.delete()
    assert query_words("民族大学招生") == ["民族", "大学", "招生"]


def test_of_two_words_at_one_place_the_longer_is_taken():
    for word in ("土司", "唐崖土司城", "唐崖土司"):
        DictionaryWord.objects.create(word=word)
    assert query_words("唐崖土司城门票") == ["唐崖土司城", "门票"]


def test_a_word_of_the_dictionary_does_not_tear_a_longer_one():
    for word in ("家族", "天时"):
        DictionaryWord.objects.create(word=word)
    assert query_words("土家族文化") == ["土家族", "文化"]
    assert query_words("今天时间") == ["今天", "时间"]


def test_traditional_entries_of_the_dictionary_are_words_as_well():
    DictionaryWord.objects.create(word="薅草鑼鼓")
    assert query_words("看薅草锣鼓") == ["看", "薅草锣鼓"]


def test_synonyms_hold_in_every_direction():
    DictionaryWord.objects.create(word="打车", synonyms="叫车 出租車")
    assert set(synonyms("打车")) == {"叫车", "出租车"}
    assert set(synonyms("出租车")) == {"打车", "叫车"}
    assert synonyms("公交") == ()


def test_a_word_that_another_process_adds_is_known_after_the_dictionary_s_time(monkeypatch):
    monkeypatch.setattr("cms.search.words.DICTIONARY_SECONDS", 0.05)
    query_words("峡谷")
    DictionaryWord.objects.bulk_create([DictionaryWord(word="民族大学")])  # no signal, as from elsewhere
    assert query_words("民族大学") == ["民族", "大学"]
    cache.clear()
    assert query_words("民族大学") == ["民族大学"]


def test_the_dictionary_is_not_read_for_every_query(django_assert_num_queries):
    query_words("峡谷")
    with django_assert_num_queries(0):
        query_words("恩施大峡谷")


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("cave", ("caves",)), ("caves", ("cave",)), ("city", ("cities",)), ("cities", ("city",)), ("day", ()),
        ("bus", ()), ("glass", ()), ("g318", ()), ("峡谷景区", ()), ("holiday", ("holidays",)),
    ],
)  # fmt: skip
def test_english_words_have_their_other_number(word, forms):
    assert english_forms(word) == forms
