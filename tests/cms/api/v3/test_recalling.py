"""Recall by a program: what the form in the admin does, under the same conditions and with the same questions."""

import pytest
from wagtail.models import Page

from cms.editorial.recall.models import Recall
from cms.publications.models import LogRow
from tests.cms.api.v3.routes import WHY
from tests.factories.tokens import EDITOR, make_person, make_token


@pytest.fixture
def recall(world, call):
    """Asks for the recall of a page; the county's story and its reviewer where nothing else is said."""

    def send(page: Page | None = None, secret: str = "", **values):
        path = f"/pages/{(page or world.county_story).pk}/actions/unpublish/"
        return call("post", path, secret or world.secret, WHY | values)

    return send


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_the_page_goes_with_its_translations_and_mirrors_and_the_reason_is_kept(world, recall, call):
    answer = recall(notice="correcting")
    assert (answer.status_code, answer.json()["meta"]["live"]) == (200, False)
    gone = [world.county_story, world.county_story_english, world.county_alias]
    assert not any(is_live(page) for page in gone)
    made = Recall.objects.get()
    assert (made.by, made.reason, made.explanation, made.notice) == (world.reviewer, *WHY.values(), "correcting")
    row = LogRow.objects.filter(page_id=world.county_story.pk).latest("pk")
    assert (row.operation, row.actor_id, row.details) == ("withdraw", world.reviewer.pk, {"recall": made.pk})
    assert call("get", f"/pages/{world.county_story.pk}/", world.secret).status_code == 410


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("reason", {"reason": ""}),
        ("reason", {"reason": "made up"}),
        ("explanation", {"explanation": "  "}),
        ("explanation", {"explanation": "长" * 501}),
        ("notice", {"notice": "made up"}),
        ("recursive", {"recursive": True}),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_the_page_stays(world, recall, field: str, values: dict):
    answer = recall(**values)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert field in {str(part) for error in answer.json()["errors"] for part in error["loc"]}
    assert is_live(world.county_story)


def test_what_is_not_published_is_not_recalled(world, recall):
    answer = recall(world.county_draft)
    assert (answer.status_code, answer.json()["detail"]) == (400, "该页面没有发布，无需撤稿。")
    assert answer["Content-Type"] == "application/problem+json"


def test_who_may_not_recall_is_told_so_whether_it_is_published_or_not(world, recall):
    _token, secret = make_token(make_person("editor", {world.county: EDITOR}), world.inner)
    answers = [recall(page, secret) for page in (world.county_story, world.county_draft)]
    assert {(answer.status_code, answer.json()["detail"]) for answer in answers} == {
        (403, "您无权撤下该页面，请联系本站的审核人员或管理员。")
    }
    assert is_live(world.county_story)


def test_a_home_page_is_not_recalled(world, recall):
    assert recall(world.county).status_code == 403
    assert is_live(world.county)


def test_neither_a_lock_nor_a_language_stops_it(world, recall):
    Page.objects.filter(pk=world.county_story_english.pk).update(locked=True, locked_by=make_person("locker", {}))
    assert recall(world.county_story_english).status_code == 200
    assert not is_live(world.county_story)


def test_a_token_of_the_county_leaves_the_prefectures_original(world, recall):
    """Although its user may recall that as well: the token is for one site."""
    mirror = world.prefecture_story.create_alias(parent=world.county_column, update_slug="mirror")
    _token, secret = make_token(world.overseer, world.inner)
    assert recall(mirror, secret).status_code == 200
    assert (is_live(mirror), is_live(world.prefecture_story)) == (False, True)
