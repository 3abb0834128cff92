"""The pages API for other programs: what it shows of which site, at what cost."""

import json

import pytest

from tests.cms.delivery.nested_sites import INNER, OUTER, published
from tests.factories.languages import translate
from tests.factories.pages import NewsPageFactory


def get(client, path: str, host: str = INNER):
    return client.get(path, headers={"host": host})


@pytest.mark.parametrize("host", [OUTER, INNER])
def test_the_list_holds_the_host_s_own_pages(sites, client, host):
    answer = get(client, "/api/v2/pages/", host).json()
    assert {item["meta"]["html_url"] for item in answer["items"]} == {
        f"http://{host}{path}" for path in ("/", "/news/", "/news/mist/", "/about/")
    }
    assert answer["meta"] == {"total_count": 4}


# Address, status, queries at most, what the answer looks like: a change here is a change for other programs.
ANSWERS = [
    (
        "/api/v2/pages/?type=news.NewsPage&fields=summary,source,column_title,responsible_editor",
        200,
        12,
        {
            "meta": {"total_count": 1},
            "items": [
                {
                    "id": "county_story",
                    "meta": {
                        "type": "news.NewsPage",
                        "detail_url": "http://lichuan.localhost:8000/api/v2/pages/county_story/",
                        "html_url": "http://lichuan.localhost:8000/news/mist/",
                        "slug": "mist",
                        "first_published_at": "first_published_at",
                        "locale": "zh-hans",
                    },
                    "title": "利川市的晨雾",
                    "summary": "一句话摘要。",
                    "column_title": "要闻动态",
                    "source": "示例融媒体中心",
                    "responsible_editor": "",
                }
            ],
        },
    ),
    ("/api/v2/pages/?type=no.Such", 400, 1, {"message": "type doesn't exist"}),
    ("/api/v2/pages/?search=雾&search_operator=near", 400, 6, {"message": "search_operator must be and or or"}),
    ("/api/v2/pages/999999/", 404, 8, {"message": "No Page matches the given query."}),
]


@pytest.mark.parametrize(("path", "status", "queries", "expected"), ANSWERS)
def test_answers(sites, client, django_assert_max_num_queries, path, status, queries, expected):
    get(client, "/api/v2/pages/")
    with django_assert_max_num_queries(queries):
        response = get(client, path)
    assert response.status_code == status
    story = sites.county_story
    published_at = story.first_published_at.astimezone().isoformat()
    text = json.dumps(response.json(), ensure_ascii=False)
    text = text.replace(f'"id": {story.pk}', '"id": "county_story"').replace(f"/{story.pk}/", "/county_story/")
    answer = json.loads(text)
    for item in answer.get("items", []):
        assert item["meta"]["first_published_at"] == published_at
        item["meta"]["first_published_at"] = "first_published_at"
    assert answer == expected


def test_one_page_in_full(sites, client, django_assert_max_num_queries):
    get(client, "/api/v2/pages/")
    with django_assert_max_num_queries(20):
        response = get(client, f"/api/v2/pages/{sites.county_story.pk}/")
    answer = response.json()
    assert answer["title"] == "利川市的晨雾"
    assert answer["meta"]["html_url"] == "http://lichuan.localhost:8000/news/mist/"
    assert answer["meta"]["parent"]["meta"]["html_url"] == "http://lichuan.localhost:8000/news/"
    assert answer["body"][0]["value"] == "<p>清晨的雾从谷底升起。</p>"
    assert "清晨的雾" in response.content.decode(), "Chinese is sent as it is, not in escapes"


def test_a_page_of_another_site_is_not_found_here(sites, client):
    assert get(client, f"/api/v2/pages/{sites.prefecture_story.pk}/", INNER).status_code == 404
    assert get(client, f"/api/v2/pages/{sites.county_story.pk}/", OUTER).status_code == 404


def test_all_languages_of_a_site_unless_one_is_asked_for(sites, client):
    translate(sites.prefecture, "en", title="Enshi Prefecture")
    translate(sites.county, "en", title="Lichuan City")

    def found(query: str) -> dict[str, str]:
        items = get(client, f"/api/v2/pages/?type=standard.HomePage{query}").json()["items"]
        return {item["meta"]["html_url"]: item["meta"]["locale"] for item in items}

    assert found("") == {f"http://{INNER}/": "zh-hans", f"http://{INNER}/en/": "en"}
    assert found("&locale=en") == {f"http://{INNER}/en/": "en"}
    assert get(client, "/api/v2/pages/?locale=fr").status_code == 404
    number = sites.county.get_translations().get().pk
    assert get(client, f"/api/v2/pages/{number}/").json()["meta"]["locale"] == "en"


def test_another_site_can_be_asked_for_by_name(sites, client):
    answer = get(client, "/api/v2/pages/?site=lichuan.localhost&type=news.NewsPage", OUTER).json()
    assert [item["title"] for item in answer["items"]] == ["利川市的晨雾"]
    assert get(client, "/api/v2/pages/?site=nowhere.example").status_code == 404


def test_drafts_and_private_pages_are_not_shown(sites, client):
    draft = NewsPageFactory(parent=sites.county_column, live=False)
    sites.county_story.view_restrictions.create(restriction_type="login")
    assert get(client, f"/api/v2/pages/{draft.pk}/").status_code == 404
    assert get(client, f"/api/v2/pages/{sites.county_story.pk}/").status_code == 404
    assert get(client, "/api/v2/pages/?type=news.NewsPage").json()["items"] == []


def found(client, query: str) -> list[str]:
    answer = get(client, f"/api/v2/pages/?{query}").json()
    assert answer["meta"]["total_count"] == len(answer["items"])
    return [item["title"] for item in answer["items"]]


def test_the_site_s_pages_can_be_searched(sites, client):
    published(NewsPageFactory(parent=sites.county_column, title="大峡谷开放"))
    NewsPageFactory(parent=sites.county_column, title="大峡谷草稿", live=False)
    assert found(client, "search=晨雾") == found(client, "search=晨霧") == ["利川市的晨雾"]
    assert found(client, "search=峡谷&type=news.NewsPage") == ["大峡谷开放"]
    assert found(client, "search=峡谷+晨雾") == []
    assert set(found(client, "search=峡谷+晨雾&search_operator=or")) == {"大峡谷开放", "利川市的晨雾"}
    assert found(client, "search=峡谷+晨雾&search_operator=or&order=title") == ["利川市的晨雾", "大峡谷开放"]


@pytest.mark.parametrize(
    "query", ["", "%22", "%00", "%F0%9F%8E%89", "' OR 1=1 --", "峡谷*", "(" * 50, "雾" * 2000, "%ED%A0%80"]
)
def test_odd_searches_are_answered(sites, client, query):
    response = get(client, f"/api/v2/pages/?search={query}")
    assert response.status_code == 200
    assert response.json()["meta"]["total_count"] <= 1


def test_a_search_costs_little_more_than_a_list(sites, client, django_assert_max_num_queries):
    found(client, "search=晨雾")
    with django_assert_max_num_queries(14):
        found(client, "search=晨雾")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(sites, client, method):
    response = getattr(client, method)("/api/v2/pages/", headers={"host": INNER})
    assert response.status_code == 405


@pytest.mark.parametrize("path", ["/api/v2/images/", "/api/v2/documents/", "/api/v2/", "/api/"])
def test_nothing_else_is_there(sites, client, path):
    assert get(client, path).status_code == 404


@pytest.mark.parametrize(("query", "queries"), [("order=-first_published_at", 12), ("fields=column_title", 15)])
def test_the_cost_of_a_list_does_not_grow_with_its_length(sites, client, django_assert_max_num_queries, query, queries):
    for number in range(19):
        published(NewsPageFactory(parent=sites.county_column, slug=f"story-{number}"))
    get(client, "/api/v2/pages/")
    with django_assert_max_num_queries(queries):
        answer = get(client, f"/api/v2/pages/?type=news.NewsPage&limit=20&{query}").json()
    assert len(answer["items"]) == 20
