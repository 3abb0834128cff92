"""What stands around answers: limits, other web sites, compression, what will go."""

import gzip
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from ninja import Field, NinjaAPI, Query, Router, Schema

from cms.tv import retiring
from cms.tv.consumers.compressing import accepts_gzip
from cms.tv.operations import read
from cms.tv.retiring import retire
from tests.cms.tv.consumers.test_keys import bearer

OURS = "https://tv.example.cn"


def test_every_answer_tells_how_many_are_left_and_when_there_are_more(ask, db):
    first, second = ask("/sites"), ask("/nothing")
    assert first["RateLimit-Policy"] == second["RateLimit-Policy"] == '"address";q=1000000;w=60'
    assert (second.status_code, second["Content-Type"]) == (404, "application/problem+json")
    name, left, seconds = second["RateLimit"].split(";")
    assert (name, left) == ('"address"', "r=999998")
    assert 0 < int(seconds.removeprefix("t=")) <= 60


def test_who_asks_too_often_is_told_when_to_come_back(ask, consumer, secret, family):
    consumer.per_minute = 2
    consumer.save()
    answers = [ask("/sites", **bearer(secret)) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["status"] == 429 and answers[2]["Content-Type"] == "application/problem+json"
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["RateLimit-Policy"] == '"consumer";q=2;w=60'
    # Others are not hindered.
    assert ask("/sites").status_code == 200


def test_guesses_count_for_the_address_that_the_proxy_saw(settings, db):
    settings.TV_ANONYMOUS_PER_MINUTE, settings.TRUSTED_PROXY_COUNT = 1, 1

    def guess(seen: str) -> int:
        headers = bearer("yst_guess") | {"X-Forwarded-For": seen}
        return Client(SERVER_NAME="localhost").get("/api/tv/v1/sites", headers=headers).status_code

    assert [guess("192.0.2.1"), guess("203.0.113.9, 192.0.2.1"), guess("192.0.2.2")] == [401, 429, 401]


def test_what_everybody_may_read_scripts_of_all_sites_may_read(ask, db):
    answer = ask("/sites", Origin="https://elsewhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    exposed = answer["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "RateLimit", "Deprecation", "Sunset", "Link"} <= set(exposed)


@pytest.mark.parametrize(("origin", "allowed"), [(OURS, OURS), ("https://elsewhere.example", None)])
def test_with_a_key_only_scripts_of_its_own_sites_may(ask, consumer, secret, origin, allowed):
    consumer.origins = f"{OURS}\nhttps://second.example.cn"
    consumer.save()
    answer = ask("/sites", Origin=origin, **bearer(secret))
    assert answer.get("Access-Control-Allow-Origin") == allowed
    assert "Origin" in answer["Vary"]


@pytest.mark.parametrize(("origin", "allowed"), [(OURS, OURS), ("https://elsewhere.example", None)])
def test_a_preflight_is_answered_before_there_is_a_key(consumer, closed, origin, allowed):
    consumer.origins = OURS
    consumer.save()
    answer = Client(SERVER_NAME="localhost").options(
        "/api/tv/v1/items", headers={"Origin": origin, "Access-Control-Request-Method": "GET"}
    )
    assert (answer.status_code, answer.get("Access-Control-Allow-Origin")) == (204, allowed)
    if allowed:
        assert "Authorization" in answer["Access-Control-Allow-Headers"]


def test_the_compressed_form_is_the_same_answer_under_another_tag(page, ask):
    plain, packed = ask("/items"), ask("/items", **{"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    unpacked = gzip.decompress(packed.content).decode()
    assert unpacked.partition("items")[2] == plain.content.decode().partition("items")[2]
    assert packed["ETag"] != plain["ETag"] and not packed["ETag"].startswith("W/")


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_whoever_holds_either_form_is_told_so(page, ask, coding):
    tag = ask("/items", **{"Accept-Encoding": coding})["ETag"]
    for held in (tag, f"W/{tag}", f'"else", {tag}'):
        answer = ask("/items", **{"If-None-Match": held})
        assert (answer.status_code, answer["ETag"]) == (304, tag)
    assert ask("/items", **{"If-None-Match": '"else"'}).status_code == 200


def test_the_head_of_an_answer_is_that_of_the_answer(page):
    client = Client(SERVER_NAME="localhost")
    url, headers = "/api/tv/v1/items", {"Accept-Encoding": "gzip"}
    got, head = client.get(url, headers=headers), client.head(url, headers=headers)
    assert head.content == b""
    for name in ("ETag", "Content-Encoding", "Content-Type", "Vary", "Cache-Control"):
        assert head[name] == got[name]


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("", False),
        ("gzip;q=1.2.3", False),
        ("gzip;q=.", False),
    ],
)
def test_who_accepts_what(header, accepted):
    assert accepts_gzip(header) is accepted


SINCE, SUNSET = datetime(2030, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
GUIDE = "https://tv.example.cn/guide"


@pytest.fixture
def retired(monkeypatch, settings) -> None:
    """An interface with an operation and a parameter that will go."""
    monkeypatch.setattr(retiring, "_retirements", {})

    class Asked(Schema):
        site: str | None = Field(None, json_schema_extra=retire("kept", "site", since=SINCE, sunset=SUNSET))

    router = Router()

    @read(router, "/old", operation_id="old", **retire("old", since=SINCE, sunset=SUNSET, link=GUIDE))
    def read_old(request: HttpRequest) -> dict[str, str]:
        return {"from": "old"}

    @read(router, "/kept", operation_id="kept")
    def read_kept(request: HttpRequest, asked: Asked = Query(...)) -> dict[str, str]:
        return {"from": "kept"}

    api = NinjaAPI(urls_namespace="retired")
    api.add_router("", router)
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("api/tv/v1/", api.urls)]})


def test_what_will_go_says_so_in_its_headers_and_in_the_document(retired, ask, family):
    old, kept, with_parameter = ask("/old"), ask("/kept"), ask("/kept?site=enshi")
    assert old["Deprecation"] == "@1893456000" == with_parameter["Deprecation"]
    assert old["Sunset"] == "Wed, 01 Jan 2031 00:00:00 GMT"
    assert old["Link"] == f'<{GUIDE}>; rel="deprecation"; type="text/html"'
    assert "Deprecation" not in kept
    paths = ask("/openapi.json").json()["paths"]
    assert paths["/api/tv/v1/old"]["get"]["deprecated"] is True
    assert paths["/api/tv/v1/kept"]["get"]["parameters"][0]["deprecated"] is True
    assert "deprecated" not in paths["/api/tv/v1/kept"]["get"]
