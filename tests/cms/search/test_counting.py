"""Searches and misses are counted, persons and robots are not."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from cms.search import counting
from cms.search.models import DailyQuery
from cms.search.views import search
from tests.cms.search.conftest import Searched
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory


def rows() -> list[tuple]:
    return list(DailyQuery.objects.values_list("site__hostname", "language", "query", "searches", "misses"))


def test_a_search_is_counted_for_its_site_day_and_language(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷")
    searched.search("峽谷 ")
    searched.search("峡谷")
    assert rows() == [("lichuan.localhost", "zh-hans", "峡谷", 2, 0)]
    assert DailyQuery.objects.get().day == timezone.localdate()


def test_a_search_without_results_on_this_site_is_a_miss(searched: Searched):
    other = NewsIndexPageFactory(parent=searched.family.enshi.root_page, slug="news")
    NewsPageFactory(parent=other, title="峡谷")
    searched.search("峡谷")
    assert rows() == [("lichuan.localhost", "zh-hans", "峡谷", 1, 1)]


@pytest.mark.parametrize("parameters", [{"page": "2"}, {"type": "news"}, {"scope": "family"}, {"sort": "time"}])
def test_looking_further_at_the_same_results_is_no_new_search(searched: Searched, parameters: dict[str, str]):
    searched.search("峡谷", **parameters)
    assert rows() == []


@pytest.mark.parametrize(
    "agent",
    ["Mozilla/5.0 (compatible; Baiduspider/2.0)", "Googlebot", "bingbot", "python-requests/2", "curl/8", "YisouSpider"],
)
def test_robots_are_not_counted(searched: Searched, agent: str):
    Client(SERVER_NAME="lichuan.localhost", headers={"User-Agent": agent}).get("/search/", {"q": "峡谷"})
    assert rows() == []


def test_what_a_browser_fetches_in_advance_is_not_counted(searched: Searched):
    client = Client(SERVER_NAME="lichuan.localhost", headers={"Sec-Purpose": "prefetch;prerender"})
    client.get("/search/", {"q": "峡谷"})
    client.head("/search/", {"q": "峡谷"})
    assert rows() == []


@pytest.mark.parametrize(
    "query",
    [
        "13812345678",
        "138 1234 5678",
        "１３８１２３４５６７８",
        "+86 138-1234-5678",
        "0718-8221234",
        "422801199001011234",
        "42280119900101123X",
        "6222 0212 3456 7890 123",
        "张三 13812345678",
        "somebody@example.com",
        "鄂Q12345",
        "鄂q·d12345 违章",
    ],
)
def test_what_may_point_at_a_person_is_not_kept(searched: Searched, query: str):
    searched.search(query)
    assert rows() == []


@pytest.mark.parametrize("query", ["G318", "5A景区", "12345", "2027年", "8:00", "AI助教"])
def test_ordinary_numbers_are_kept(searched: Searched, query: str):
    searched.search(query)
    assert len(rows()) == 1


@pytest.mark.parametrize("query", ["", "  ", "很长" * 40])
def test_nothing_and_whole_texts_are_not_kept(searched: Searched, query: str):
    searched.search(query)
    assert rows() == []


def test_nothing_but_the_counts_is_stored():
    names = {field.name for field in DailyQuery._meta.get_fields()}
    assert names == {"id", "site", "day", "language", "query", "searches", "misses"}


def test_a_count_that_fails_breaks_no_page_and_is_reported(searched: Searched, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(DailyQuery.objects, "bulk_create", fail)
    searched.search("峡谷")
    assert "database is locked" in caplog.text


def test_the_page_is_written_before_the_count(searched: Searched, monkeypatch):
    monkeypatch.setattr(counting, "count", lambda *args: pytest.fail("counted too early"))
    request = RequestFactory(SERVER_NAME="lichuan.localhost").get("/search/", {"q": "峡谷"})
    with translation.override("zh-hans"):
        assert "峡谷" in search(request).content.decode()


def test_old_counts_are_purged_after_a_year(searched: Searched):
    today = timezone.localdate()
    for days, query in [(10, "新"), (365, "去年"), (367, "旧")]:
        DailyQuery.objects.create(
            site=searched.family.lichuan, day=today - timedelta(days=days), language="zh-hans", query=query
        )
    output = StringIO()
    call_command("purge_search_counts", stdout=output)
    assert set(DailyQuery.objects.values_list("query", flat=True)) == {"新", "去年"}
    assert "Removed 1 " in output.getvalue()


def test_often_asked_queries_are_offered_on_the_empty_page(searched: Searched):
    for _time in range(counting.FEWEST):
        NewsPageFactory(parent=searched.news, title="峡谷")
        searched.search("峡谷")
        searched.search("没有")
    searched.search("晨雾")
    cache.clear()
    assert searched.search().links("[aria-labelledby=popular-title]") == {"峡谷": "/search/?q=%E5%B3%A1%E8%B0%B7"}
