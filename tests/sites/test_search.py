"""The search over the starter content: what a resident types finds what she means."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from cms.search.models import BestBet, DictionaryWord
from sites.provisioning.starter import load_search

TASKS = [
    "挂号",
    "看病",
    "打车",
    "缴费",
    "水费",
    "厕所",
    "停车",
    "门票",
    "社保",
    "身份证",
    "火车",
    "投诉",
    "无障碍",
    "公积金",
]
PLACES = {
    "腾龙洞": "腾龙洞",
    "大峡谷": "恩施大峡谷",
    "女儿城": "土家女儿城",
    "神农溪": "神农溪",
    "屏山": "屏山峡谷",
    "土司城址": "唐崖土司城址",
    "彭家寨": "彭家寨",
    "tenglongdong": "腾龙洞",
}


def main_of(path: str, host: str = "localhost", **data: str) -> BeautifulSoup:
    response = Client(SERVER_NAME=host, SERVER_PORT="8000").get(path, data)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find("main")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_leads_somewhere_on_every_site(nine_sites, task: str):
    for entry in nine_sites.entries:
        found = main_of("/search/", entry.hostname, q=task)
        assert found.select(".search__bets a, .search__services a, .result__title a"), entry.slug


@pytest.mark.parametrize(("typed", "title"), PLACES.items())
def test_a_place_is_among_the_first_results_of_the_family(nine_sites, typed: str, title: str):
    titles = [link.text for link in main_of("/search/", q=typed, scope="family").select(".result__title a")]
    assert title in titles[:3]


def test_every_word_of_the_starter_dictionary_is_there_and_valid(nine_sites):
    starter = load_search()
    words = {word for group in starter["words"].values() for word in group}
    words |= {word for group in starter["synonyms"].values() for word in group}
    assert set(DictionaryWord.objects.values_list("word", flat=True)) == words
    for word in DictionaryWord.objects.all():
        word.full_clean()


def test_every_best_bet_of_the_starter_is_there_and_valid(nine_sites):
    assert BestBet.objects.count() == len(load_search()["best_bet"])
    for bet in BestBet.objects.all():
        bet.full_clean()


def test_words_and_bets_that_an_editor_changed_or_deleted_stay_so(nine_sites):
    DictionaryWord.objects.filter(word="打车").update(synonyms="的士")
    DictionaryWord.objects.get(word="挂号").delete()
    BestBet.objects.first().delete()
    bets = BestBet.objects.count()
    assert nine_sites.again() == []
    assert DictionaryWord.objects.get(word="打车").synonyms == "的士"
    assert not DictionaryWord.objects.filter(word="挂号").exists()
    assert BestBet.objects.count() == bets


def test_a_best_bet_leads_to_the_page_in_the_readers_language(nine_sites):
    BestBet.objects.create(
        site=Site.objects.get(hostname="lichuan.localhost"),
        queries="cave",
        page=Site.objects.get(hostname="lichuan.localhost").root_page.get_descendants().get(slug="tenglongdong"),
    )
    for path in ("/search/", "/zh-hant/search/", "/en/search/"):
        link = main_of(path, "lichuan.localhost", q="cave").select_one(".search__bets a")
        assert link["href"].endswith(path.replace("search/", "scenic/tenglongdong/"))


def test_chinese_best_bets_are_kept_from_english_readers(nine_sites):
    assert main_of("/search/", q="12306").select(".search__bets a")
    assert not main_of("/en/search/", q="12306").select(".search__bets a")
