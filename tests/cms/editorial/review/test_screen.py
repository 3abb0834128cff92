"""The reviewer's screen: what it tells, who may decide, and what a decision does."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page, WorkflowState

from cms.editorial.gate.models import Approval
from cms.users.models import User
from tests.factories.media import ImageFactory
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def address(page: Page) -> str:
    return reverse("review_page", args=[page.pk])


def decide(client: Client, page: Page, decision: str, **fields: str):
    """As the form on the screen posts it."""
    standing = client.get(address(page)).context["standing"]
    seen = {"task_state": standing.task_state.pk, "content": standing.content}
    return client.post(address(page), {**seen, "decision": decision, "comment": "", **fields})


@pytest.fixture
def page(desk: Desk) -> Page:
    page = desk.change(desk.live(title="清江的水很绿"), title="清江的水很蓝")
    desk.submit(page)
    return page


def test_the_screen_shows_what_has_changed_and_who_had_a_part_in_it(desk: Desk, page: Page):
    html = signed_in(desk.reviewer).get(address(page)).content.decode()
    for text in ("清江的水很<del>绿</del><ins>蓝</ins>", "本级审核", "保密审查", desk.editor.display_name):
        assert text in html
    assert 'value="approve"' in html and 'value="return"' in html


def test_two_people_approve_on_the_screen_and_the_page_is_live(desk: Desk, page: Page):
    answer = decide(signed_in(desk.reviewer), page, "approve", comment="核对过")
    assert answer.url == reverse("review_list")
    assert Approval.objects.of(page).get().comment == "核对过"
    decide(signed_in(desk.checker), page, "approve")
    assert Page.objects.get(pk=page.pk).title == "清江的水很蓝"


@pytest.mark.parametrize("name", ["editor", "other", "checker", "root"])
def test_who_may_not_decide_reads_why_and_has_no_button(desk: Desk, page: Page, name: str):
    client = signed_in(getattr(desk, name))
    answer = client.get(address(page))
    html = answer.content.decode()
    assert 'value="approve"' not in html
    assert answer.context["standing"].reasons[0] in html
    standing = answer.context["standing"]
    seen = {"task_state": standing.task_state.pk, "content": standing.content}
    client.post(address(page), {**seen, "decision": "approve"})
    client.post(address(page), {**seen, "decision": "return", "comment": "不行"})
    assert not Approval.objects.exists()
    assert Page.objects.get(pk=page.pk).specific.workflow_in_progress


def test_a_page_that_changed_under_the_reviewer_is_not_decided(desk: Desk, page: Page):
    client = signed_in(desk.reviewer)
    standing = client.get(address(page)).context["standing"]
    seen = {"task_state": standing.task_state.pk, "content": standing.content}
    desk.change(page, title="清江的水很清")
    answer = client.post(address(page), {**seen, "decision": "approve", "comment": "写好的意见"})
    assert answer.status_code == 409
    assert "写好的意见" in answer.content.decode()
    assert not Approval.objects.exists()


def test_a_picture_that_changed_under_the_reviewer_is_not_approved_unseen(desk: Desk):
    image = ImageFactory(description="晨雾")
    page = desk.change(desk.live(title="云海"), lead_image=image)
    desk.submit(page)
    client = signed_in(desk.reviewer)
    standing = client.get(address(page)).context["standing"]
    image.description = "晚霞"
    image.save()
    seen = {"task_state": standing.task_state.pk, "content": standing.content}
    assert client.post(address(page), {**seen, "decision": "approve"}).status_code == 409
    assert not Approval.objects.exists()


def test_what_the_gate_refuses_is_said_on_the_same_screen(desk: Desk, page: Page, monkeypatch):
    from cms.editorial.gate import requirements

    decide(signed_in(desk.reviewer), page, "approve")
    monkeypatch.setattr(requirements, "_requirements", [lambda page, basis: ["先做风险评估。"]])
    answer = decide(signed_in(desk.checker), page, "approve", comment="没有涉密")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "先做风险评估。" in html and "没有涉密" in html
    assert Approval.objects.count() == 1


def test_a_return_needs_words_and_keeps_comments_at_the_place(desk: Desk, page: Page):
    client = signed_in(desk.reviewer)
    assert decide(client, page, "return").status_code == 422
    decide(client, page, "return", **{"at:title": "“蓝”不准确", "at:no.such.place": "丢掉"})
    comment = Comment.objects.get()
    assert (comment.contentpath, comment.text, comment.user) == ("title", "“蓝”不准确", desk.reviewer)
    state = WorkflowState.objects.get(object_id=str(page.pk))
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    author = signed_in(desk.editor)
    editor = author.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert [found.text for found in editor.context["form"].formsets["comments"].queryset] == ["“蓝”不准确"]
    assert desk.reviewer.display_name in " ".join(str(message) for message in editor.context["messages"])
    assert "“蓝”不准确" in author.get(address(page)).content.decode()


def test_the_preview_is_of_the_draft_and_may_be_framed_by_the_admin(desk: Desk, page: Page):
    answer = signed_in(desk.reviewer).get(reverse("review_preview", args=[page.pk]))
    assert "清江的水很蓝" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_of_another_county_the_screen_does_not_exist(desk: Desk, page: Page):
    from tests.factories.review import _group

    stranger = User.objects.create_user("stranger")
    stranger.groups.add(_group("strangers", desk.family.enshi.root_page, desk.family))
    for name in ("review_page", "review_preview"):
        assert signed_in(stranger).get(reverse(name, args=[page.pk])).status_code == 404


def test_the_lists_say_what_waits_for_whom(desk: Desk, page: Page):
    def titles(user: User, show: str) -> list[str]:
        rows = signed_in(user).get(reverse("review_list"), {"show": show}).context["rows"]
        return [row.page.draft_title for row in rows]

    assert titles(desk.reviewer, "mine") == ["清江的水很蓝"]
    assert titles(desk.checker, "mine") == []
    assert titles(desk.editor, "handed-in") == ["清江的水很蓝"]
    desk.decide(page, desk.reviewer)
    assert (titles(desk.reviewer, "mine"), titles(desk.checker, "mine")) == ([], ["清江的水很蓝"])
    desk.decide(page, desk.checker, "reject", "标题")
    assert titles(desk.editor, "back") == ["清江的水很蓝"]
    assert titles(desk.editor, "all") == []


def test_the_first_page_says_what_waits_in_place_of_wagtails_panels(desk: Desk, page: Page):
    html = signed_in(desk.reviewer).get("/admin/").content.decode()
    assert address(page) in html
    assert "workflow-action" not in html
