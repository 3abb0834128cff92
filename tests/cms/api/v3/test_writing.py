"""What a program writes: drafts like an editor's, and nothing that an editor could not do."""

import json
import re

import pytest
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from cms.editorial.review.models import ReviewStage
from cms.pages.news.models import NewsPage
from cms.pages.standard.models import StandardPage
from tests.cms.api.v3.routes import WHY, ids_of, new_page
from tests.cms.delivery.nested_sites import OUTER
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsIndexPageFactory, StandardPageFactory
from tests.factories.tokens import EDITOR, bearer, make_person, make_token


@pytest.fixture
def editor(world) -> str:
    """The token of somebody who may write and not publish."""
    person = make_person("editor", {world.county: EDITOR, world.county_english: EDITOR})
    return make_token(person, world.inner)[1]


def without_keys(html: str) -> str:
    """Draftail numbers the paragraphs."""
    return re.sub(r' data-block-key=\\?"\w+\\?"', "", html)


def field_errors(response) -> set[str]:
    assert response.status_code == 422, response.content.decode()
    return {str(part) for error in response.json()["errors"] for part in error["loc"]}


def test_a_new_page_is_a_draft_with_everything_that_was_sent(world, call, editor):
    image = ImageFactory(collection=world.inner.tenant.collection)
    body = {
        "title": "景区开放",
        "summary": "明天开放。",
        "source": "编辑部",
        "topics": [world.topic.pk],
        "lead_image_id": image.pk,
        "body": [{"type": "paragraph", "value": {"format": "db_markdown", "content": "好**消息**"}}],
        "meta": {"type": "news.NewsPage", "parent_id": world.county_column.pk},
    }
    answer = call("post", "/pages/", editor, body).json()
    assert (answer["meta"]["live"], answer["meta"]["slug"]) == (False, "jing-qu-kai-fang")
    page = NewsPage.objects.get(pk=answer["id"]).get_latest_revision_as_object()
    assert (page.live, page.summary, page.lead_image, page.owner.username) == (False, "明天开放。", image, "editor")
    assert without_keys(page.body[0].value.source) == "<p>好<b>消息</b></p>"
    assert page.locale == world.county.locale
    assert page.latest_revision.user.username == "editor"


def test_references_to_other_sites_things_name_the_field(world, call, editor):
    foreign = ImageFactory(collection=world.outer.tenant.collection)
    path = f"/pages/{world.county_draft.pk}/"
    picture = {"type": "image", "value": {"image": foreign.pk}}
    link = {"type": "page", "value": world.prefecture_draft.pk}
    text = f'<p><a linktype="page" id="{world.prefecture_draft.pk}">x</a></p>'
    for field, values in {
        "lead_image": {"lead_image_id": foreign.pk},
        "body": {"body": [picture]},
        "related_pages": {"related_pages": [link]},
        "body ": {"body": [{"type": "paragraph", "value": text}]},
    }.items():
        assert field.strip() in field_errors(call("patch", path, editor, values)), field


def test_what_a_page_answers_can_be_sent_back(world, call, editor):
    path = f"/pages/{world.county_draft.pk}/?version=draft"
    before = call("get", path, editor).json()
    writable = call("get", "/schema/news.NewsPage/", editor).json()["patch"]["properties"]
    fields = {name: value for name, value in before.items() if name in writable and name != "meta"}
    assert {"title", "source", "topics", "body"} <= fields.keys()
    assert call("patch", f"/pages/{world.county_draft.pk}/", editor, fields).status_code == 200
    assert json.loads(without_keys(call("get", path, editor).content.decode())) == before


def test_a_field_that_does_not_exist_is_named(world, call, editor):
    path = f"/pages/{world.county_draft.pk}/"
    assert field_errors(call("patch", path, editor, {"lead_image": 1})) >= {"lead_image"}
    body = new_page(ids_of(world, "county")) | {"live": True}
    assert field_errors(call("post", "/pages/", editor, body)) >= {"live"}


def test_a_changed_live_page_stays_as_it_is_until_published(world, call, editor):
    answer = call("patch", f"/pages/{world.county_story.pk}/", editor, {"summary": "改过。"}).json()
    assert (answer["summary"], answer["meta"]["live"], answer["meta"]["has_unpublished_changes"]) == (
        "改过。",
        True,
        True,
    )
    assert NewsPage.objects.get(pk=world.county_story.pk).summary == "一句话摘要。"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda world: ("post", f"/pages/{world.county_story.pk}/actions/unpublish/", WHY),
        lambda world: ("patch", f"/pages/{world.county_draft.pk}/", {"title": "x", "meta": {"action": "publish"}}),
        lambda world: ("delete", f"/pages/{world.county_story.pk}/", None),
    ],
    ids=["unpublish", "edit and publish", "delete a live page"],
)
def test_who_may_not_publish_does_not_by_a_program(world, call, editor, attempt):
    method, path, body = attempt(world)
    live = set(Page.objects.live().values_list("pk", "title"))
    assert call(method, path, editor, body).status_code == 403
    assert set(Page.objects.live().values_list("pk", "title")) == live


def test_nobody_publishes_by_a_program(world, call):
    body = new_page(ids_of(world, "county"))
    body["meta"]["action"] = "publish"
    path = f"/pages/{world.county_draft.pk}"
    answers = [
        call("post", "/pages/", world.secret, body),
        call("patch", f"{path}/", world.secret, {"title": "新题", "meta": {"action": "publish"}}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert call("post", f"{path}/actions/publish/", world.secret).status_code == 404
    assert not Page.objects.filter(pk=world.county_draft.pk, live=True).exists()


def test_a_program_hands_a_page_in_and_it_waits_for_people(world, call):
    path = f"/pages/{world.county_draft.pk}/actions/submit/"
    WorkflowPage.objects.all().delete()
    assert call("post", path, world.secret).json()["detail"].startswith("本页没有设置审核流程")
    stage = ReviewStage.objects.create(name="本级审核")
    workflow = Workflow.objects.create(name="利川审核流程")
    WorkflowTask.objects.create(workflow=workflow, task=stage, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=world.county)
    answer = call("post", path, world.secret)
    assert (answer.status_code, answer.json()["meta"]["live"]) == (200, False)
    assert WorkflowState.objects.get().current_task_state.task == stage.task_ptr
    assert call("post", path, world.secret).status_code == 403


def test_a_copy_is_a_draft_whoever_asks(world, call):
    path = f"/pages/{world.county_story.pk}/actions/copy/"
    answer = call("post", path, world.secret, {"title": "抄本"}).json()
    assert (answer["meta"]["live"], answer["title"]) == (False, "抄本")
    assert field_errors(call("post", path, world.secret, {"keep_live": True})) >= {"keep_live"}


def test_copies_stay_on_the_site(world, call):
    path = f"/pages/{world.county_story.pk}/actions/copy/"
    own = NewsIndexPageFactory(parent=world.county, slug="news-2")
    assert call("post", path, world.secret, {"destination_id": own.pk}).status_code == 201
    assert call("post", path, world.secret, {"destination_id": world.prefecture_column.pk}).status_code == 404
    # Without a destination it goes beside the page, which for a home page is outside.
    assert call("post", f"/pages/{world.county.pk}/actions/copy/", world.secret).status_code == 404


@pytest.mark.parametrize("position", [None, "left", "right", "first-sibling", "last-sibling"])
def test_a_page_is_not_moved_beside_a_home_page(world, call, position):
    body = {"destination_id": world.county.pk, "position": position}
    assert call("post", f"/pages/{world.county_draft.pk}/actions/move/", world.secret, body).status_code == 404
    assert Page.objects.get(pk=world.county_draft.pk).get_parent().pk == world.county_column.pk


def test_a_page_is_moved_within_the_site(world, call):
    own = NewsIndexPageFactory(parent=world.county, slug="news-2")
    body = {"destination_id": own.pk, "position": "last-child"}
    assert call("post", f"/pages/{world.county_story.pk}/actions/move/", world.secret, body).status_code == 200
    assert Page.objects.get(pk=world.county_story.pk).url_path == "/zhou/lichuan/news-2/mist/"


@pytest.mark.parametrize(("action", "body"), [("copy", {"recursive": True}), ("delete", None)])
def test_what_reaches_everything_below_stops_before_a_nested_site(world, call, action, body):
    _token, secret = make_token(make_person("root", {}, is_superuser=True), world.outer)
    section = StandardPageFactory(parent=world.prefecture, slug="section")
    world.county.move(section, pos="last-child")
    method = "delete" if action == "delete" else "post"
    path = f"/pages/{section.pk}/" + ("" if action == "delete" else f"actions/{action}/")
    response = call(method, path, secret, {**body, "destination_id": world.prefecture.pk} if body else None)
    assert (response.status_code, response.json()["detail"]) == (403, _("Below this page are other sites."))
    assert Page.objects.get(pk=world.county.pk).live


def test_pages_in_other_languages_are_only_read(world, call):
    english = world.county_story_english.pk
    attempts = [
        call("patch", f"/pages/{english}/", world.secret, {"title": "x"}),
        call("delete", f"/pages/{english}/", world.secret),
        call("post", f"/pages/{english}/actions/copy/", world.secret),
        call(
            "post",
            "/pages/",
            world.secret,
            {
                "title": "x",
                "meta": {"type": "standard.StandardPage", "parent_id": world.county_english.pk},
                "source": "",
            },
        ),
    ]
    assert [attempt.status_code for attempt in attempts] == [403] * len(attempts)
    assert call("get", f"/pages/{english}/", world.secret).json()["title"] == "Mist"


def test_an_alias_is_not_written_to(world, call):
    path = f"/pages/{world.county_alias.pk}/"
    assert call("patch", path, world.secret, {"title": "x"}).status_code == 403
    assert call("post", f"{path}actions/submit/", world.secret).status_code == 403
    assert call("post", f"{path}actions/convert_alias/", world.secret).status_code == 200
    assert call("post", f"{path}actions/convert_alias/", world.secret).status_code == 422
    assert call("patch", path, world.secret, {"title": "x"}).status_code == 200


def test_a_lock_holds(world, call):
    locker = make_person("locker", {})
    Page.objects.filter(pk__in=[world.county_draft.pk, world.county_story.pk]).update(locked=True, locked_by=locker)
    draft = f"/pages/{world.county_draft.pk}/"
    revision = world.county_draft.revisions.first().pk
    attempts = [
        call("patch", draft, world.secret, {"title": "x"}),
        call("post", f"{draft}actions/revert/", world.secret, {"revision_id": revision}),
        call("post", f"{draft}actions/submit/", world.secret),
        call("delete", draft, world.secret),
    ]
    assert [attempt.status_code for attempt in attempts] == [403] * len(attempts)


def test_what_publishing_needs_is_named_when_a_page_is_handed_in(world, call):
    call("patch", f"/pages/{world.county_draft.pk}/", world.secret, {"source": ""})
    answer = call("post", f"/pages/{world.county_draft.pk}/actions/submit/", world.secret)
    assert "source" in field_errors(answer)


def test_values_that_fit_no_block_name_the_field(world, call):
    bodies = [
        ["text"],
        [None],
        [{"type": "paragraph"}],
        [{"value": "<p>x</p>"}],
        [{"type": "image", "value": "x"}],
        [{"type": "table", "value": "x"}],
        [{"type": "paragraph", "value": {"format": "pdf", "content": 3}}],
        {"a": 1},
        "text",
    ]
    for body in bodies:
        response = call("patch", f"/pages/{world.county_draft.pk}/", world.secret, {"body": body})
        assert any("body" in name for name in field_errors(response)), body


def test_odd_titles_name_the_field(world, call):
    for title in ["\ud83d", "\x00", "", 5, None, "长" * 256]:
        response = call("patch", f"/pages/{world.county_draft.pk}/", world.secret, {"title": title})
        assert "title" in field_errors(response), repr(title)


def test_a_page_keeps_its_type(world, call):
    body = {"title": "x", "meta": {"type": "standard.StandardPage"}}
    assert "type" in field_errors(call("patch", f"/pages/{world.county_draft.pk}/", world.secret, body))


def test_scripts_are_taken_out_and_the_answer_says_so(world, call):
    body = [{"type": "paragraph", "value": "<p>好<script>alert(1)</script></p>"}]
    answer = call("patch", f"/pages/{world.county_draft.pk}/", world.secret, {"body": body}).json()
    assert "script" not in answer["body"][0]["value"]
    assert answer["meta"]["warnings"]


def test_what_is_no_page_is_refused(world, client):
    path = f"/api/v3/pages/{world.county_draft.pk}/"
    headers = {"host": OUTER, **bearer(world.secret)}
    for data in ["{", "[1]", "3", "null"]:
        response = client.generic("PATCH", path, data, "application/json", headers=headers)
        assert response.status_code in (400, 422), data
        assert response["Content-Type"] == "application/problem+json"


def test_page_types_stand_where_they_may(world, call):
    body = {"title": "x", "source": "", "meta": {"type": "standard.StandardPage", "parent_id": world.county_column.pk}}
    assert call("post", "/pages/", world.secret, body).status_code == 403
    assert not StandardPage.objects.child_of(world.county_column).exists()


@pytest.mark.parametrize("body", [[1], "words", 1])
def test_what_is_no_json_object_answers_400(call, editor, body):
    assert call("post", "/pages/", editor, body).status_code == 400
