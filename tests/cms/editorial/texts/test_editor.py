"""What people who write see of the text check, and where it stops them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.core.release import Basis, following, shipped
from cms.editorial.gate.requirements import missing
from cms.editorial.review.submitting import submit
from cms.editorial.texts import drafts
from cms.editorial.texts.checking import MOST_SENTENCES, requirement
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.models import RevisionCheck
from cms.sitewide.models import AlertBanner, SiteFooter
from tests.factories.texts import make_term

# Drafts of what ships with the product are not checked.
pytestmark = pytest.mark.gate


@pytest.fixture
def editor(admin_client):
    admin_client.defaults["SERVER_NAME"] = "localhost"
    return admin_client


def form_of(page, **values) -> dict:
    texts = {"title": page.title, "slug": page.slug, "source": "示例编辑部", "summary": ""}
    streams = {"body": streamfield([("paragraph", rich_text("<p>早。</p>"))]), "attachments": streamfield([])}
    others = {"related_pages": streamfield([]), "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return nested_form_data({**texts, **streams, **others, **values})


@pytest.fixture
def reviewed(news):
    """The page's site has a workflow, so its pages can be submitted."""
    workflow = Workflow.objects.create(name="审核")
    task = GroupApprovalTask.objects.create(name="县级审核")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=news.get_parent())
    return news


def test_a_draft_is_kept_with_its_findings_and_told_in_the_editor(editor, family, news):
    make_term(family.prefecture, "来风县", suggestion="来凤县")
    make_term(family.prefecture, "大雾", Severity.NOTE)
    address = reverse("wagtailadmin_pages:edit", args=[news.pk])
    editor.post(address, form_of(news, title="来风县大雾"))
    news.refresh_from_db()
    kept = RevisionCheck.objects.get(revision=news.latest_revision)
    assert [finding["term"] for finding in kept.findings] == ["来风县", "大雾"]
    html = editor.get(address).content.decode()
    assert "<mark>来风县</mark>大雾" in html
    assert 'data-text-path="title"' in html
    assert html.count("text-finding--") == 2


def test_the_editor_tells_what_the_present_list_finds_in_an_older_draft(editor, family, news):
    news.title = "来风县大雾"
    revision = news.save_revision()
    assert RevisionCheck.objects.get(revision=revision).findings == []
    address = reverse("wagtailadmin_pages:edit", args=[news.pk])
    assert "text-finding--" not in editor.get(address).content.decode()
    make_term(family.prefecture, "来风县")
    assert "<mark>来风县</mark>" in editor.get(address).content.decode()
    assert [finding["term"] for finding in RevisionCheck.objects.get(revision=revision).findings] == ["来风县"]


def test_a_mistake_in_the_check_costs_nobody_a_draft(family, news, monkeypatch, caplog):
    monkeypatch.setattr(drafts, "check_page", lambda page: 1 / 0)
    news.title = "来风县大雾"
    assert news.save_revision().pk
    assert not RevisionCheck.objects.exists()
    assert "could not be checked" in caplog.text


def test_what_ships_or_follows_is_not_checked_again(family, news):
    with shipped():
        news.save_revision()
    with following(news):
        news.save_revision()
    assert not RevisionCheck.objects.exists()


def test_submitting_is_refused_with_what_to_change_and_nothing_typed_is_lost(editor, family, reviewed):
    make_term(family.prefecture, "来风县", suggestion="来凤县")
    address = reverse("wagtailadmin_pages:edit", args=[reviewed.pk])
    answer = editor.post(address, form_of(reviewed, title="来风县大雾", **{"action-submit": "1"}))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "来凤县" in html
    assert 'value="来风县大雾"' in html
    assert not WorkflowState.objects.exists()
    editor.post(address, form_of(reviewed, title="来凤县大雾", **{"action-submit": "1"}))
    assert WorkflowState.objects.count() == 1


def test_programs_that_hand_in_are_told_the_same(family, reviewed, admin_user):
    make_term(family.prefecture, "来风县", suggestion="来凤县")
    reviewed.title = "来风县大雾"
    reviewed.save_revision()
    with pytest.raises(ValidationError) as refusal:
        submit(reviewed, admin_user)
    assert "来凤县" in str(refusal.value)
    assert not WorkflowState.objects.exists()


def test_a_new_page_is_measured_by_the_lists_of_its_place(editor, family, reviewed):
    make_term(family.lichuan, "滕龙洞")
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", reviewed.get_parent().pk])
    values = form_of(reviewed, title="滕龙洞的夏天", slug="summer", **{"action-submit": "1"})
    answer = editor.post(address, values)
    assert answer.status_code == 200
    assert not WorkflowState.objects.exists()


def test_the_gate_asks_for_what_the_list_refuses_and_only_for_that(family, news):
    make_term(family.prefecture, "来风县", suggestion="来凤县")
    make_term(family.prefecture, "大雾", Severity.SUGGEST)
    news.title = "来风县大雾"
    with translation.override("en"):
        (sentence,) = requirement(news, Basis.APPROVED)
        assert sentence in missing(news, Basis.APPROVED)
    assert "write “来凤县” instead of “来风县”" in sentence
    # An urgent notice goes out with a wrong word, but not with somebody's telephone number.
    assert requirement(news, Basis.URGENT) == []
    news.summary = "电话 13812345678"
    assert len(requirement(news, Basis.URGENT)) == 1
    news.summary = "来风县" * (MOST_SENTENCES + 2)
    assert len(requirement(news, Basis.APPROVED)) == MOST_SENTENCES + 1


def test_a_banner_and_a_footer_are_not_saved_with_a_refused_word(editor, family):
    make_term(family.prefecture, "来风县", suggestion="来凤县")
    values = {"site": family.lichuan.pk, "level": "info", "title": "来风县大雨", "starts_at": "2026-05-01 08:00"}
    address = reverse(AlertBanner.snippet_viewset.get_url_name("add"))
    assert "来凤县" in editor.post(address, values).content.decode()
    assert not AlertBanner.objects.exists()
    editor.post(address, {**values, "title": "来凤县大雨"})
    assert AlertBanner.objects.count() == 1
    footer = SiteFooter.for_site(family.lichuan)
    streams = nested_form_data({"social_accounts": streamfield([]), "links": streamfield([])})
    address = reverse("wagtailsettings:edit", args=["sitewide", "sitefooter", family.lichuan.pk])
    editor.post(address, {**streams, "organiser": "来风县融媒体中心"})
    footer.refresh_from_db()
    assert footer.organiser == ""
