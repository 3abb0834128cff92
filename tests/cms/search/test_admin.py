"""Editors find things in the admin by the same search: pages, and everything that a chooser offers."""

import pytest
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.media.models import Document, Image, Media
from cms.search.models import DictionaryWord
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, PenNameFactory, TopicFactory

QUERIES = ["峡谷", "大峡", "峽谷", "daxiagu", "dxg"]


@pytest.fixture
def found(admin_client, db):
    """Whether the answer of an address to a query names what is looked for."""

    def is_found(address: str, query: str, title: str = "恩施大峡谷") -> bool:
        response = admin_client.get(address, {"q": query}, headers={"host": "localhost"})
        assert response.status_code == 200
        return title in response.content.decode()

    return is_found


@pytest.fixture
def page(db) -> Page:
    home = HomePageFactory(parent=Page.get_first_root_node(), title="首页")
    return NewsPageFactory(parent=NewsIndexPageFactory(parent=home, title="栏目"), title="恩施大峡谷")


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("view", ["wagtailadmin_pages:search", "wagtailadmin_pages:search_results"])
def test_pages_are_found(page, found, view, query):
    assert found(reverse(view), query)
    assert not found(reverse(view), "腾龙洞")


@pytest.mark.parametrize("query", QUERIES)
def test_pages_are_found_in_a_column_and_in_the_chooser(page, found, query):
    column = page.get_parent()
    assert found(reverse("wagtailadmin_explore", args=[column.pk]), query)
    assert found(reverse("wagtailadmin_choose_page_search"), query)


@pytest.mark.parametrize("query", ["峡谷", "大峡", "峽谷"])
@pytest.mark.parametrize(
    "view",
    [
        "wagtailimages:index_results", "wagtailimages_chooser:choose_results",
        "wagtaildocs:index_results", "wagtaildocs_chooser:choose_results",
        "wagtailmedia:index",
    ],
)  # fmt: skip
def test_files_are_found(found, view, query):
    Image.objects.create(title="恩施大峡谷", description="峡谷", file=get_test_image_file())
    Document.objects.create(title="恩施大峡谷", file="documents/a.pdf")
    Media.objects.create(title="恩施大峡谷", type="video", file="media/a.mp4", duration=1)
    assert found(reverse(view), query)
    assert not found(reverse(view), "腾龙洞")


@pytest.mark.parametrize("query", QUERIES)
def test_snippets_are_found(found, query):
    for row in (TopicFactory(name="恩施大峡谷"), PenNameFactory(name="恩施大峡谷")):
        model = row._meta
        assert found(reverse(f"wagtailsnippets_{model.app_label}_{model.model_name}:list_results"), query)
    DictionaryWord.objects.create(word="恩施大峡谷")
    assert found(reverse("wagtailsnippets_search_dictionaryword:list_results"), query)


def test_users_are_found(found, django_user_model):
    django_user_model.objects.create_user("lichuan-editor", first_name="编辑员")
    assert found(reverse("wagtailusers_users:index_results"), "lichuan", "lichuan-editor")
    assert not found(reverse("wagtailusers_users:index_results"), "badong", "lichuan-editor")


@pytest.mark.parametrize(
    "query", ['"', "峡谷*", "'; --", "\x00", "峡\ud800谷".encode("utf-8", "replace").decode(), "🎉" * 500]
)
def test_odd_input_shows_an_ordinary_page(page, found, query):
    for view in ("wagtailadmin_pages:search_results", "wagtailadmin_choose_page_search", "wagtailimages:index_results"):
        found(reverse(view), query)
