"""What a draft may lack and a publication may not (G-01)."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.editorial.review.models import ReviewStage
from cms.pages.news.models import NewsPage
from tests.factories.pages import NewsIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def add_url(family, admin_client) -> str:
    admin_client.defaults["SERVER_NAME"] = "localhost"
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    return reverse("wagtailadmin_pages:add", args=["news", "newspage", column.pk])


@pytest.fixture
def review(family) -> Workflow:
    workflow = Workflow.objects.create(name="利川审核流程")
    WorkflowTask.objects.create(workflow=workflow, task=ReviewStage.objects.create(name="本级审核"), sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=family.lichuan.root_page)
    return workflow


def form(**values) -> dict:
    empty = {name: streamfield([]) for name in ("body", "attachments", "related_pages")}
    comments = {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    return nested_form_data({"title": "峡谷晨雾", "slug": "", "source": "", **empty, **comments, **values})


def test_a_draft_may_still_lack_its_source(admin_client, add_url):
    admin_client.post(add_url, form())
    draft = NewsPage.objects.get(title="峡谷晨雾")
    assert (draft.live, draft.slug) == (False, "xia-gu-chen-wu")


def test_a_page_without_source_is_not_handed_in_and_nothing_is_lost(admin_client, add_url, review):
    answer = admin_client.post(add_url, form(**{"action-submit": "action-submit", "summary": "写了一半"}))
    assert answer.status_code in (200, 400)
    assert "source" in answer.context["form"].errors
    assert "写了一半" in answer.content.decode()
    assert not WorkflowState.objects.exists()


def test_with_a_source_it_is_handed_in(admin_client, add_url, review):
    admin_client.post(add_url, form(**{"action-submit": "action-submit", "source": "示例融媒体中心"}))
    page = NewsPage.objects.get(title="峡谷晨雾")
    assert not page.live
    assert page.workflow_in_progress


def test_nobody_publishes_from_the_form(admin_client, add_url):
    admin_client.post(add_url, form(**{"action-publish": "action-publish", "source": "示例融媒体中心"}))
    assert not NewsPage.objects.get(title="峡谷晨雾").live


def test_two_pages_of_one_title_get_two_addresses(admin_client, add_url):
    for _ in range(2):
        admin_client.post(add_url, form())
    assert set(NewsPage.objects.values_list("slug", flat=True)) == {"xia-gu-chen-wu", "xia-gu-chen-wu-2"}


def test_a_page_can_be_previewed_before_it_has_an_address(admin_client, add_url):
    preview = add_url + "preview/"
    assert admin_client.post(preview, form(source="示例")).json()["is_valid"]
    answer = admin_client.get(preview, {"mode": ""})
    assert answer.status_code == 200
    assert "峡谷晨雾" in answer.content.decode()
