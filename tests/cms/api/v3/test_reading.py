"""What a program reads: whose pages, in which state, at what cost."""

import json

from tests.cms.delivery.nested_sites import INNER, OUTER, published
from tests.factories.pages import NewsPageFactory
from tests.factories.tokens import EDITOR, make_person, make_token


def titles(response) -> list[str]:
    assert response.status_code == 200, response.content.decode()
    answer = response.json()
    assert answer["count"] == len(answer["items"])
    return [item["title"] for item in answer["items"]]


def placed(world, text: str) -> str:
    """The answer with names in the place of what differs each time."""
    for name in ("county_column", "county_draft", "county_story"):
        page = getattr(world, name)
        text = text.replace(f'"id": {page.pk},', f'"id": "{name}",').replace(f"/{page.pk}/", f"/{name}/")
    return text


LISTED_DRAFT = {
    "id": "county_draft",
    "title": "草稿",
    "meta": {
        "type": "news.NewsPage",
        "detail_url": f"http://{OUTER}/api/v3/pages/county_draft/",
        "html_url": f"http://{INNER}/news/draft/",
        "locale": "zh-hans",
        "slug": "draft",
        "first_published_at": None,
        "live": False,
        "has_unpublished_changes": True,
    },
}


def test_a_list_says_what_is_live(world, call, django_assert_max_num_queries):
    path = "/pages/?type=news.NewsPage&slug=draft&locale=zh-hans"
    call("get", path, world.secret)
    with django_assert_max_num_queries(10):
        response = call("get", path, world.secret)
    assert json.loads(placed(world, response.content.decode())) == {"items": [LISTED_DRAFT], "count": 1}


def test_a_page_in_full(world, call, django_assert_max_num_queries):
    call("get", f"/pages/{world.county_draft.pk}/", world.secret)
    # Two of them ask whether it was recalled.
    with django_assert_max_num_queries(19):
        assert call("get", f"/pages/{world.county_draft.pk}/", world.secret).json()["title"] == "草稿"
    with django_assert_max_num_queries(23):
        response = call("get", f"/pages/{world.county_draft.pk}/?version=draft", world.secret)
    text = response.content.decode()
    assert "清晨的雾" in text, "Chinese is sent as it is, not in escapes"
    answer = json.loads(placed(world, text))
    block = answer["body"][0]
    assert answer == {
        **LISTED_DRAFT,
        "title": "改过的草稿",
        "meta": {
            **LISTED_DRAFT["meta"],
            "show_in_menus": False,
            "seo_title": "",
            "search_description": "",
            "alias_of": None,
            "parent": {
                "id": "county_column",
                "title": "要闻动态",
                "meta": {
                    "type": "news.NewsIndexPage",
                    "detail_url": f"http://{OUTER}/api/v3/pages/county_column/",
                    "html_url": f"http://{INNER}/news/",
                },
            },
        },
        "summary": "一句话摘要。",
        **dict.fromkeys(["tv_title", "tv_subtitle", "tv_summary", "tv_ticker", "tv_pronunciation"], ""),
        "last_published_at": None,
        "column_title": "要闻动态",
        "source": "示例融媒体中心",
        "responsible_editor": "",
        "author": "",
        "topics": [world.topic.pk],
        "lead_image": None,
        "body": [{"type": "paragraph", "value": "<p>清晨的雾从谷底升起。</p>", "id": block["id"]}],
        "attachments": [],
        "related_pages": [],
    }


def test_the_cost_of_a_list_does_not_grow_with_its_length(world, call, django_assert_max_num_queries):
    for number in range(12):
        NewsPageFactory(parent=world.county_column, slug=f"story-{number}")
    call("get", "/pages/", world.secret)
    with django_assert_max_num_queries(10):
        assert len(titles(call("get", "/pages/?limit=50", world.secret))) > 12


def test_all_languages_of_the_site_and_no_page_of_another(world, call):
    items = call("get", "/pages/?limit=100", world.secret).json()["items"]
    addresses = {item["meta"]["html_url"] for item in items}
    assert {f"http://{INNER}/", f"http://{INNER}/news/mist/", f"http://{INNER}/en/news/mist/"} <= addresses
    assert all(address.startswith(f"http://{INNER}/") for address in addresses)


def test_the_host_has_no_say(world, call):
    answers = [titles(call("get", "/pages/?order=id", world.secret, host=host)) for host in (OUTER, INNER)]
    assert answers[0] == answers[1]


def test_the_outer_site_s_token_leaves_out_the_nested_one(world, call):
    _token, secret = make_token(world.overseer, world.outer)
    items = call("get", "/pages/?limit=100", secret).json()["items"]
    assert f"http://{OUTER}/news/mist/" in {item["meta"]["html_url"] for item in items}
    assert not any(INNER in item["meta"]["html_url"] for item in items)


def test_only_what_the_user_may_edit(world, call):
    """Wagtail's rule for tokens: readers' pages are /api/v2/'s business."""
    person = make_person("column", {world.county_column: EDITOR})
    _token, secret = make_token(person, world.inner)
    assert "利川市" not in titles(call("get", "/pages/", secret))
    assert call("get", f"/pages/{world.county.pk}/", secret).status_code == 404
    assert call("get", f"/pages/{world.county_story.pk}/", secret).status_code == 200


def test_pages_above_the_site_and_sources_of_aliases_elsewhere_are_not_named(world, call):
    assert call("get", f"/pages/{world.county.pk}/", world.secret).json()["meta"]["parent"] is None
    alias = world.prefecture_story.create_alias(parent=world.county_column, update_slug="from-outside")
    assert call("get", f"/pages/{alias.pk}/", world.secret).json()["meta"]["alias_of"] is None
    own = call("get", f"/pages/{world.county_alias.pk}/", world.secret).json()["meta"]["alias_of"]
    assert own["id"] == world.county_story.pk


def numbers(world) -> dict[str, int]:
    return {name: found.pk for name, found in vars(world).items() if hasattr(found, "pk")}


FILTERS = {
    "child_of=root&type=news.NewsIndexPage&locale=zh-hans": ["要闻动态"],
    "child_of={county}&type=standard.StandardPage": ["关于本站"],
    "descendant_of={county_column}&slug=mist": ["利川市的晨雾"],
    "ancestor_of={county_column}": ["利川市"],
    "translation_of={county_story}": ["Mist"],
    "search=晨雾&type=news.NewsPage&order=title&slug=mist&locale=zh-hans": ["利川市的晨雾"],
    "search=峡谷晨雾&locale=zh-hans&order=id": ["峡谷晨雾"],
    'search="': [],
    "search=%00": [],
}


def test_filters(world, call):
    asked = {query: query.format(**numbers(world)) for query in FILTERS}
    assert {key: titles(call("get", f"/pages/?{query}", world.secret)) for key, query in asked.items()} == FILTERS


def test_relations_to_another_site_s_pages_are_not_found(world, call):
    for relation in ["child_of", "descendant_of", "ancestor_of", "translation_of"]:
        path = f"/pages/?{relation}={world.prefecture_column.pk}"
        assert call("get", path, world.secret).status_code == 404, relation


def test_a_filter_that_does_not_exist_is_refused(world, call):
    for query in ["site=localhost", "sulg=mist", "last_published_at__gt=2026-01-01", "live=true"]:
        response = call("get", f"/pages/?{query}", world.secret)
        assert response.status_code == 400, query
        assert query.partition("=")[0] in response.json()["detail"]


PLACES = {
    "html_path=/news/mist/": "county_story",
    "html_path=news/draft": "county_draft",
    "html_path=/en/news/mist/": "county_story_english",
    "html_path=/": "county",
    "html_path=/en/": "county_english",
    "id={county_story}": "county_story",
}


def test_a_page_is_found_by_its_address(world, call):
    for query, name in PLACES.items():
        response = call("get", f"/pages/find/?{query.format(**numbers(world))}", world.secret)
        assert response["Location"] == f"/api/v3/pages/{getattr(world, name).pk}/", query


def test_what_is_not_there_is_not_found(world, call):
    for query in ["", "html_path=/nowhere/", "html_path=/zh-hant/", "id={prefecture_story}"]:
        response = call("get", f"/pages/find/?{query.format(**numbers(world))}", world.secret)
        assert response.status_code == 404, query
    for number in ["0", "-1", "9" * 30]:
        assert call("get", f"/pages/{number}/", world.secret).status_code == 404, number


def test_older_texts_of_a_page(world, call):
    path = f"/pages/{world.county_draft.pk}/revisions/"
    newest, oldest = call("get", path, world.secret).json()["items"]
    assert call("get", f"{path}{oldest['id']}/", world.secret).json()["content_object"]["title"] == "草稿"
    assert call("get", f"{path}{newest['id']}/", world.secret).json()["content_object"]["title"] == "改过的草稿"
    foreign = world.prefecture_draft.latest_revision_id
    assert call("get", f"{path}{foreign}/", world.secret).status_code == 404


def test_who_is_asking(world, call):
    answer = call("get", "/whoami/", world.secret).json()
    assert (answer["user"]["username"], answer["groups"]) == ("reviewer", ["reviewer"])
    expires_at = world.token.expires_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert answer["token"] == {
        "name": "同步程序",
        "site": f"http://{INNER}",
        "access": "write",
        "expires_at": expires_at,
    }


def test_only_page_types_are_described(world, call):
    names = {kind["name"] for kind in call("get", "/schema/", world.secret).json()["types"]}
    assert "news.NewsPage" in names
    assert not names & {"media.Image", "media.Document", "wagtailredirects.Redirect", "news.Topic"}
    assert call("get", "/schema/media.Image/", world.secret).status_code == 404
    create = call("get", "/schema/news.NewsPage/", world.secret).json()["create"]
    assert {"title", "source", "topics", "body"} <= create["properties"].keys()


def test_the_document_names_the_token(world, call):
    document = call("get", "/openapi.json", world.secret).json()
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"] == {"TokenAuth": {"type": "http", "scheme": "bearer"}}


def test_published_pages_are_live(world, call):
    story = published(NewsPageFactory(parent=world.county_column, slug="fresh"))
    meta = call("get", f"/pages/{story.pk}/", world.secret).json()["meta"]
    assert (meta["live"], meta["has_unpublished_changes"]) == (True, False)
