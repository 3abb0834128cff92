"""The search page: what it finds, in which order, and what it shows of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from tests.cms.search.conftest import Searched
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, StandardPageFactory

ODD = [
    '"',
    "'",
    "\\",
    "%",
    "_",
    "*",
    "NEAR(",
    "峡谷 AND",
    "title:峡谷",
    "峡谷* OR -雾",
    "(((",
    "' OR 1=1 --",
    "&|!:*<->",
    "{}",
    "😀🏔️",
    "\x00",
    "峡\x00谷",
    "   ",
    "\u200b",
    "<script>alert(1)</script>",
    "峡谷" * 5000,
    "a" * 10_000,
    "٣",
    "\ufffd",
]


def test_a_word_in_the_middle_of_a_title_is_found_and_marked(searched: Searched):
    NewsPageFactory(parent=searched.news, title="恩施大峡谷景区")
    found = searched.search("峡谷")
    assert found.titles == ["恩施大峡谷景区"]
    assert found.soup.select_one(".result__title mark").text == "峡谷"


def test_a_result_tells_where_it_is_from(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷晨雾", first_published_at=timezone.now())
    result = searched.search("峡谷").soup.select_one(".result")
    assert "利川市 › 要闻动态" in result.text
    assert "新闻" in result.text
    assert (
        result.select_one(".result__address").text == f"lichuan.localhost/news/{searched.news.get_children()[0].slug}/"
    )


def test_the_piece_of_the_text_that_was_asked_for_is_shown_as_it_is_stored(searched: Searched):
    body = [("paragraph", "<p>" + "山里很静。" * 40 + "</p><p>远处有 <b>吊脚楼</b> 的灯。</p>")]
    NewsPageFactory(parent=searched.news, title="夜里", body=body)
    text = searched.search("吊腳樓").soup.select_one(".result__text")
    assert text.mark.text == "吊脚楼"
    assert "<b>" not in text.text


def test_markup_in_titles_and_queries_is_text(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷<b>雾</b>")
    found = searched.search("峡谷<i>")
    assert "<i>" not in str(found.soup.find("main"))
    assert searched.search("峡谷").titles == ["峡谷<b>雾</b>"]


def test_this_site_comes_first_and_the_family_is_a_choice(searched: Searched):
    NewsPageFactory(parent=searched.news, title="利川的峡谷")
    other = NewsIndexPageFactory(parent=searched.family.enshi.root_page, slug="news")
    NewsPageFactory(parent=other, title="恩施的峡谷")
    own = searched.search("峡谷")
    assert own.titles == ["利川的峡谷"]
    assert [" ".join(link.stripped_strings) for link in own.soup.select(".search__tabs a")] == ["本站 1", "全部站点 2"]
    assert set(searched.search("峡谷", scope="family").titles) == {"利川的峡谷", "恩施的峡谷"}


def test_the_outer_site_shows_its_own_pages_first(searched: Searched):
    NewsPageFactory(parent=searched.news, title="利川的峡谷")
    assert searched.search("峡谷", host="localhost").titles == []
    assert searched.search("峡谷", host="localhost", scope="family").titles == ["利川的峡谷"]


def test_drafts_and_private_pages_are_never_found(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷草稿", live=False)
    private = NewsIndexPageFactory(parent=searched.family.lichuan.root_page, slug="inside")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    NewsPageFactory(parent=private, title="峡谷内部")
    assert searched.search("峡谷", scope="family").titles == []


def test_each_language_finds_its_own_pages(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷晨雾")
    hant = Locale.objects.create(language_code="zh-hant")
    home = searched.family.lichuan.root_page.specific
    top = home.get_parent().specific.copy_for_translation(hant)
    translated = HomePageFactory(
        parent=top, title="利川市", slug="lichuan", locale=hant, translation_key=home.translation_key
    )
    column = NewsIndexPageFactory(parent=translated, slug="news", title="要聞動態", locale=hant)
    NewsPageFactory(parent=column, title="峽谷晨霧", locale=hant)
    found = searched.search("峡谷", path="/zh-hant/search/")
    assert found.titles == ["峽谷晨霧"]
    assert found.soup.select_one(".result__title mark").text == "峽谷"
    assert searched.search("峽谷").titles == ["峡谷晨雾"]


def test_pinyin_finds_where_letters_find_nothing(searched: Searched):
    NewsPageFactory(parent=searched.news, title="恩施大峡谷")
    assert searched.search("daxiagu").titles == ["恩施大峡谷"]
    NewsPageFactory(parent=searched.news, title="Daxiagu 路标")
    assert searched.search("daxiagu").titles == ["Daxiagu 路标"]


def test_newest_first_on_request(searched: Searched):
    now = timezone.now()
    for days, title in [(3, "峡谷"), (1, "说说峡谷"), (2, "再说峡谷")]:
        NewsPageFactory(parent=searched.news, title=title, first_published_at=now - timedelta(days=days))
    assert searched.search("峡谷", sort="time").titles == ["说说峡谷", "再说峡谷", "峡谷"]
    assert searched.search("峡谷").titles[0] == "峡谷"


def test_ten_results_a_page_and_links_to_the_others(searched: Searched):
    for number in range(12):
        NewsPageFactory(parent=searched.news, title=f"峡谷{number}")
    first = searched.search("峡谷")
    assert len(first.titles) == 10
    second = searched.search("峡谷", page="2")
    assert len(second.titles) == 2
    assert not set(first.titles) & set(second.titles)
    assert "q=%E5%B3%A1%E8%B0%B7&page=2" in first.links(".pagination")["下一页"]


@pytest.mark.parametrize("page", ["abc", "0", "-1", "99", "", "1' --"])
def test_an_odd_page_number_gives_a_page_of_results(searched: Searched, page: str):
    NewsPageFactory(parent=searched.news, title="峡谷")
    assert searched.search("峡谷", page=page).titles == ["峡谷"]


@pytest.mark.parametrize("query", ODD, ids=lambda query: repr(query[:12]))
def test_odd_input_gets_a_sensible_page(searched: Searched, query: str):
    NewsPageFactory(parent=searched.news, title="峡谷晨雾")
    for parameters in ({}, {"scope": "family", "type": query, "time": query, "site": query}):
        found = searched.search(query, **parameters)
        assert found.soup.find("h1").text == "搜索"
        assert "<script>alert" not in str(found.soup)


def test_a_long_query_is_cut_and_the_page_says_so(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷晨雾")
    found = searched.search("峡谷 " * 100)
    assert len(found.soup.find("input", type="search")["value"]) <= 100
    assert "只按开头" in found.text
    assert found.titles == ["峡谷晨雾"]
    assert "只按开头" not in searched.search("峡谷").text


def test_an_empty_query_shows_the_form_and_the_columns(searched: Searched):
    NewsPageFactory(parent=searched.news)
    found = searched.search()
    assert [field["value"] for field in found.soup.find_all("input", type="search")] == [""]
    assert found.links(".search__ways")["要闻动态"].endswith("/news/")


def test_nothing_found_says_what_was_asked_and_where_there_is_more(searched: Searched):
    other = NewsIndexPageFactory(parent=searched.family.enshi.root_page, slug="news")
    NewsPageFactory(parent=other, title="恩施的峡谷")
    found = searched.search("峡谷")
    assert "没有找到“峡谷”" in found.text
    assert "1 条" in found.text
    address = next(href for text, href in found.links(".search__nothing").items() if "其他站点" in text)
    assert "scope=family" in address


def test_results_are_not_for_search_engines_and_the_empty_page_is(searched: Searched):
    found = searched.search("峡谷")
    assert found.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert found.soup.find("link", rel="canonical")["href"] == "http://lichuan.localhost/search/"
    assert not searched.search().soup.find("meta", attrs={"name": "robots"})


def test_one_site_alone_offers_no_choice_of_sites(searched: Searched):
    searched.family.prefecture.delete()
    searched.family.enshi.delete()
    NewsPageFactory(parent=searched.news, title="峡谷晨雾")
    found = searched.search("峡谷")
    assert found.titles == ["峡谷晨雾"]
    assert not found.soup.select(".search__tabs")


def test_a_search_costs_at_most_twenty_queries(searched: Searched, django_assert_max_num_queries):
    for number in range(12):
        NewsPageFactory(parent=searched.news, title=f"峡谷{number}")
        StandardPageFactory(parent=searched.family.lichuan.root_page, title=f"峡谷说明{number}")
    client = Client(SERVER_NAME="lichuan.localhost")
    client.get("/search/", {"q": "峡谷"})
    with django_assert_max_num_queries(20):
        client.get("/search/", {"q": "峡谷", "scope": "family"})
    with django_assert_max_num_queries(20):
        client.get("/search/", {"q": "没有这个词"})


def test_only_reading_is_allowed(searched: Searched):
    assert Client(SERVER_NAME="lichuan.localhost").post("/search/", {"q": "峡谷"}).status_code == 405
