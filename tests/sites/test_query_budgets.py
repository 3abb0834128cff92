"""How many queries a warm page may cost in every language: article 15, index 20, home 30."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.pages.commentary.models import CommentaryPage
from cms.pages.news.models import NewsPage
from cms.pages.scenic.models import ScenicSpotPage
from cms.pages.units.models import SmartCampusPage

HOME, INDEX, ARTICLE = 30, 20, 15
PREFIXES = ["", "/zh-hant", "/en"]
INDEXES = ["/news/", "/notices/", "/scenic/", "/units/", "/about/", "/news/?topic=feiyi", "/site-map/"]


def queries_for(host: str, path: str) -> list[str]:
    """The SQL of a second visit; the first one fills the caches."""
    client = Client(SERVER_NAME=host, SERVER_PORT="8000")
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("host", ["localhost", "lichuan.localhost", "xuanen.localhost"])
def test_a_home_page_costs_at_most_thirty_queries(nine_sites, host: str, prefix: str):
    queries = queries_for(host, f"{prefix}/")
    assert len(queries) <= HOME, "\n".join(queries)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", INDEXES)
@pytest.mark.parametrize("host", ["localhost", "lichuan.localhost"])
def test_an_index_costs_at_most_twenty_queries(nine_sites, host: str, path: str, prefix: str):
    queries = queries_for(host, prefix + path)
    assert len(queries) <= INDEX, "\n".join(queries)


@pytest.mark.parametrize("model", [NewsPage, ScenicSpotPage, SmartCampusPage, CommentaryPage])
def test_content_pages_cost_at_most_fifteen_queries(nine_sites, model):
    """Every starter page of the type in every language, so that the richest bodies count as well."""
    too_many = {}
    for page in model.objects.live():
        site = page.get_site()
        cost = len(queries_for(site.hostname, page.get_url(current_site=site)))
        if cost > ARTICLE:
            too_many[page.full_url] = cost
    assert too_many == {}
