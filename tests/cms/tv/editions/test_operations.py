"""Answers of the operations around editions: as the document says, conditional, and in ranges."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from cms.tv.editions.making import compile_channel
from cms.tv.editions.models import Channel, Row, Rundown
from tests.factories.media import MediaFactory

CURRENT = "/editions/current?channel=enshi-tv"


@pytest.fixture
def edition(channel, page, row):
    row(page)
    return compile_channel(channel, None)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/channels", "/channels"),
        ("/rundowns", "/rundowns?channel=enshi-tv"),
        ("/editions", "/editions?channel=enshi-tv"),
        ("/editions/current", CURRENT),
        ("/editions/{channel}/{number}", "/editions/enshi-tv/1"),
        ("/keys", "/keys"),
    ],
)
def test_answers_are_as_the_document_says(edition, ask, path, address):
    document = ask("/openapi.json").json()
    schema = document["paths"][f"/api/tv/v1{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema | {"components": document["components"]}).validate(ask(address).json())


def test_the_tag_is_that_of_the_edition_and_changes_with_nothing_else(edition, live, ask):
    tag = ask(CURRENT)["ETag"]
    assert tag == f'"{edition.sha256}"'
    live(slug="another")
    held = ask(CURRENT, if_none_match=tag)
    assert (held.status_code, held.content, held["ETag"]) == (304, b"", tag)
    assert "max-age=30" in held["Cache-Control"]


def test_a_screen_that_has_the_current_edition_is_told_so_for_one_query(edition, ask, django_assert_num_queries):
    tag = ask(CURRENT)["ETag"]
    with django_assert_num_queries(1):
        assert ask(CURRENT, if_none_match=tag).status_code == 304


@pytest.mark.parametrize("path", ["/channels", "/feeds/guide.xml"])
def test_it_costs_the_same_for_many_channels(edition, page, ask, path):
    costs = []
    for code in ("second", "third"):
        other = Channel.objects.create(code=code, name=code)
        rundown = Rundown.objects.create(channel=other, title=code, starts_at=time(18), ends_at=time(18, 30))
        Row.objects.create(rundown=rundown, locale=page.locale, item_key=page.translation_key)
        compile_channel(other, None)
        ask(path)
        with CaptureQueriesContext(connection) as queries:
            assert ask(path).content.decode().count(code)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_is_held_and_was_withdrawn_is_not_confirmed(edition, page, ask):
    tag = ask(CURRENT)["ETag"]
    page.unpublish()
    assert ask(CURRENT, if_none_match=tag).status_code == 200


def test_files_answer_to_their_hash_and_in_ranges(channel, rundown, chinese, ask):
    rundown.rows.create(kind="clip", recording=MediaFactory(), locale=chinese)
    compile_channel(channel, None)
    (asset,) = ask(CURRENT).json()["edition"]["assets"]
    address = asset["url"].removeprefix("/api/tv/v1")
    assert ask(address)["ETag"] == f'"{asset["sha256"]}"'
    assert ask(address)["Content-Length"] == str(asset["size"])
    assert ask(address, if_none_match=f'"{asset["sha256"]}"').status_code == 304
    part = ask(address, range="bytes=256-259")
    assert (part.status_code, part.content) == (206, bytes(range(4)))
    assert part["Content-Range"] == f"bytes 256-259/{asset['size']}"
    assert ask(address, range=f"bytes={asset['size']}-").status_code == 416


def test_the_programme_has_times_gaps_and_what_would_be_skipped(channel, rundown, row, page, live, ask):
    row(page, seconds=20)
    row(live(slug="second", title="第二条"), seconds=30)
    page.unpublish()
    (planned,) = ask("/rundowns?channel=enshi-tv").json()["items"]
    assert (planned["total_s"], planned["gap_s"]) == (50, 30 * 60 - 50)
    assert [(one["offset_s"], one["skipped"], one["title"]) for one in planned["rows"]] == [
        (0, "withdrawn", ""),
        (20, "", "第二条"),
    ]


def test_a_day_has_its_own_rundowns_and_those_of_every_day(channel, rundown, ask):
    channel.rundowns.create(title="国庆", date=date(2026, 10, 1), starts_at=time(18), ends_at=time(19))
    named = {day: ask(f"/rundowns?channel=enshi-tv&date={day}").json()["items"] for day in ("2026-10-01", "2026-10-02")}
    assert [[one["title"] for one in items] for items in named.values()] == [["国庆", "晚间"], ["晚间"]]


def test_the_list_of_editions_is_followed_by_its_cursor(edition, channel, rundown, ask):
    for seconds in (20, 30):
        rundown.rows.update(seconds=seconds)
        compile_channel(channel, None)
    first = ask("/editions?channel=enshi-tv&limit=2").json()
    assert [(one["number"], one["previous"], one["is_current"]) for one in first["items"]] == [
        (3, 2, True),
        (2, 1, False),
    ]
    rest = ask(f"/editions?channel=enshi-tv&cursor={first['next_cursor']}").json()
    assert ([one["number"] for one in rest["items"]], rest["next_cursor"]) == ([1], None)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (CURRENT, 404),
        ("/editions/current?channel=nobody", 404),
        ("/editions/current?channel=enshi-tv&site=x", 422),
        ("/editions/enshi-tv/7", 404),
        ("/editions?channel=enshi-tv&cursor=x", 422),
        (f"/assets/{'0' * 64}", 404),
        ("/rundowns", 422),
    ],
)
def test_what_is_not_there_or_not_understood_is_a_problem(channel, ask, address, status):
    answer = ask(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_channel_that_was_switched_off_is_none(edition, ask):
    Channel.objects.update(active=False)
    assert ask("/channels").json()["items"] == []
    assert ask(CURRENT).status_code == 404


def test_the_programme_says_nothing_of_what_may_not_be_shown(channel, rundown, row, page, live, ask):
    row(page, title="峡谷清晨", spoken="早起的人看见了云海。", fallback_key=page.translation_key)
    page.unpublish()
    answer = ask("/rundowns?channel=enshi-tv")
    (told,) = answer.json()["items"][0]["rows"]
    assert (told["skipped"], told["title"], told["item"], told["fallback"]) == ("withdrawn", "", None, None)
    assert "峡谷" not in answer.content.decode()
    assert "云海" not in answer.content.decode()
