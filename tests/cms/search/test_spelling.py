"""“Did you mean”: homophones, typing errors, southern accents and pinyin with a slip."""

import pytest

from cms.search.models import DictionaryWord
from tests.cms.search.conftest import Searched
from tests.factories.pages import NewsPageFactory, StandardPageFactory


@pytest.fixture
def places(searched: Searched) -> Searched:
    for title in ("恩施大峡谷", "腾龙洞", "土家女儿城", "梭布垭石林", "神农溪", "福宝山"):
        StandardPageFactory(parent=searched.family.lichuan.root_page, title=title)
    return searched


def meant(searched: Searched, query: str, **parameters) -> str | None:
    link = searched.search(query, **parameters).soup.select_one(".search__meant a")
    return link and link.text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("恩施大侠谷", "恩施大峡谷"),
        ("恩思大峡谷", "恩施大峡谷"),
        ("藤龙洞", "腾龙洞"),
        ("腾龙祠", "腾龙洞"),
        ("腾洞", "腾龙洞"),
        ("腾龙小洞", "腾龙洞"),
        ("龙腾洞", "腾龙洞"),
        ("土家女儿成", "土家女儿城"),
        ("腾农洞", "腾龙洞"),
        ("神龙溪", "神农溪"),
        ("湖宝山", "福宝山"),
        ("索布垭石林", "梭布垭石林"),
        ("tenglongdng", "腾龙洞"),
        ("tengnongdong", "腾龙洞"),
        ("tenlongdong", "腾龙洞"),
        ("suobuyasilin", "梭布垭石林"),
        ("shen nong xii", "神农溪"),
        ("Tenlong", "腾龙"),
        ("騰龍祠", "腾龙洞"),
    ],
)
def test_a_slip_leads_to_the_name(places: Searched, typed: str, name: str):
    assert meant(places, typed) == name


def test_the_rest_of_the_question_stays(places: Searched):
    NewsPageFactory(parent=places.news, title="恩施大峡谷门票")
    assert meant(places, "恩施大侠谷门票") == "恩施大峡谷门票"


def test_words_of_the_dictionary_count_as_names(searched: Searched):
    NewsPageFactory(parent=searched.news, title="喝一杯恩施玉露再走吧，不要着急赶路")
    DictionaryWord.objects.create(word="恩施玉露", kind="product")
    assert meant(searched, "恩施王露") == "恩施玉露"


def test_a_homophone_of_a_piece_of_a_news_title_is_found(searched: Searched):
    NewsPageFactory(parent=searched.news, title="在凉雾乡一带避暑的几种住法和行李清单")
    assert meant(searched, "凉雾香") == "凉雾乡"


def test_the_link_searches_for_the_name(places: Searched):
    link = places.search("腾龙祠").soup.select_one(".search__meant a")
    assert link["href"] == "/search/?q=%E8%85%BE%E9%BE%99%E6%B4%9E"


def test_nothing_is_proposed_where_there_are_enough_results(places: Searched):
    for number in range(3):
        NewsPageFactory(parent=places.news, title=f"腾龙祠{number}")
    assert meant(places, "腾龙祠") is None


@pytest.mark.parametrize("typed", ["腾龙洞", "峡谷", "完全无关的一句话", "zzzqqq", "x", "😀", "神" * 90])
def test_nothing_is_proposed_for_what_is_right_or_means_nothing(places: Searched, typed: str):
    assert meant(places, typed) is None


def test_a_name_without_results_is_not_proposed(searched: Searched):
    DictionaryWord.objects.create(word="腾龙洞", kind="place")
    assert meant(searched, "腾龙祠") is None


def test_looking_for_a_spelling_has_a_price_limit(places: Searched, django_assert_max_num_queries):
    places.search("腾龙祠")
    with django_assert_max_num_queries(20):
        places.search("神龙西去梭布垭")
