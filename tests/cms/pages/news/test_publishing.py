"""What a draft may lack and a publication may not (G-01)."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.pages.news.models import NewsPage
from tests.factories.pages import NewsIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def add_url(family, admin_client) -> str:
    admin_client.defaults["SERVER_NAME"] = "localhost"
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    return reverse("wagtailadmin_pages:add", args=["news", "newspage", column.pk])


def form(**values) -> dict:
    empty = {name: streamfield([]) for name in ("body", "attachments", "related_pages")}
    comments = {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    return nested_form_data({"title": "峡谷晨雾", "slug": "", "source": "", **empty, **comments, **values})


def test_a_draft_may_still_lack_its_source(admin_client, add_url):
    admin_client.post(add_url, form())
    draft = NewsPage.objects.get(title="峡谷晨雾")
    assert (draft.live, draft.slug) == (False, "xia-gu-chen-wu")


def test_a_publication_without_source_is_refused_and_nothing_is_lost(admin_client, add_url):
    answer = admin_client.post(add_url, form(**{"action-publish": "action-publish", "summary": "写了一半"}))
    assert answer.status_code in (200, 400)
    assert "source" in answer.context["form"].errors
    assert "写了一半" in answer.content.decode()
    assert not NewsPage.objects.filter(live=True).exists()


def test_with_a_source_it_goes_live_with_the_time_of_now(admin_client, add_url):
    admin_client.post(add_url, form(**{"action-publish": "action-publish", "source": "示例融媒体中心"}))
    page = NewsPage.objects.get(title="峡谷晨雾")
    assert page.live
    assert page.published_at == page.first_published_at


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
