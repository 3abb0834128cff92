"""What the search field proposes while somebody types."""

import pytest
from django.test import Client
from django.utils import timezone

from cms.search.counting import FEWEST
from cms.search.models import DailyQuery, DictionaryWord
from cms.search.suggestions import MAX_SUGGESTIONS
from tests.cms.search.conftest import Searched
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def suggest(searched: Searched):
    def ask(typed: str) -> list[str]:
        answer = Client(SERVER_NAME="lichuan.localhost").get("/search/suggestions/", {"q": typed})
        assert answer.status_code == 200
        return [each["text"] for each in answer.json()["suggestions"]]

    return ask


@pytest.mark.parametrize("typed", ["大峡", "恩施大", "大峽谷", "daxia", "da xia gu", "dxg", "esdxg", "ＤＸＧ"])
def test_a_title_is_proposed_by_its_beginning_its_sound_and_its_initials(searched: Searched, suggest, typed: str):
    page = NewsPageFactory(parent=searched.news, title="恩施大峡谷")
    answer = Client(SERVER_NAME="lichuan.localhost").get("/search/suggestions/", {"q": typed}).json()
    assert answer["suggestions"] == [{"text": "恩施大峡谷", "url": page.url}]


def test_pages_of_this_site_come_before_others(searched: Searched, suggest):
    other = NewsIndexPageFactory(parent=searched.family.enshi.root_page, slug="news")
    NewsPageFactory(parent=other, title="峡谷")
    NewsPageFactory(parent=searched.news, title="峡谷边的茶")
    assert suggest("峡谷") == ["峡谷边的茶", "峡谷"]


@pytest.mark.parametrize("typed", ["腾龙", "tenglong", "tld", "longdong"])
def test_words_of_the_dictionary_are_proposed_as_searches(searched: Searched, typed: str):
    DictionaryWord.objects.create(word="腾龙洞", kind="place")
    answer = Client(SERVER_NAME="lichuan.localhost").get("/search/suggestions/", {"q": typed}).json()
    assert answer["suggestions"] == [{"text": "腾龙洞", "url": "/search/?q=%E8%85%BE%E9%BE%99%E6%B4%9E"}]


def test_what_many_asked_on_this_site_with_success_is_proposed(searched: Searched, suggest):
    values = {"day": timezone.localdate(), "language": "zh-hans"}
    lichuan, enshi = searched.family.lichuan, searched.family.enshi
    DailyQuery.objects.create(site=lichuan, query="门票优惠", searches=FEWEST, misses=0, **values)
    DailyQuery.objects.create(site=lichuan, query="门票退款", searches=FEWEST, misses=FEWEST, **values)
    DailyQuery.objects.create(site=lichuan, query="门票秘密", searches=FEWEST - 1, misses=0, **values)
    DailyQuery.objects.create(site=enshi, query="门票恩施", searches=FEWEST, misses=0, **values)
    assert suggest("门票") == ["门票优惠"]


def test_drafts_are_not_proposed(searched: Searched, suggest):
    NewsPageFactory(parent=searched.news, title="峡谷草稿", live=False)
    assert suggest("峡谷") == []


def test_what_was_taken_down_is_not_proposed_any_more(searched: Searched, suggest):
    page = NewsPageFactory(parent=searched.news, title="峡谷晨雾")
    assert suggest("峡谷") == ["峡谷晨雾"]
    page.unpublish()
    assert suggest("峡谷") == []


def test_there_are_never_many(searched: Searched, suggest):
    for number in range(MAX_SUGGESTIONS + 3):
        NewsPageFactory(parent=searched.news, title=f"峡谷{number}")
    assert len(suggest("峡谷")) == MAX_SUGGESTIONS


@pytest.mark.parametrize("typed", ["", " ", '"', "😀", "\x00", "峡" * 10_000, "' OR 1=1", "*", "<b>"])
def test_odd_input_gets_an_answer(searched: Searched, suggest, typed: str):
    NewsPageFactory(parent=searched.news, title="晨雾")
    assert suggest(typed) == []


def test_few_queries_answer_and_one_the_second_time(searched: Searched, suggest, django_assert_max_num_queries):
    NewsPageFactory(parent=searched.news, title="峡谷晨雾")
    suggest("别的")
    with django_assert_max_num_queries(4):
        assert suggest("峡谷") == ["峡谷晨雾"]
    with django_assert_max_num_queries(1):
        suggest("峡谷")


def test_suggestions_are_not_counted_as_searches(searched: Searched, suggest):
    suggest("峡谷")
    assert not DailyQuery.objects.exists()
