"""One canonical address per page: that of the most specific site above it."""

import pytest
from django.test import RequestFactory
from wagtail.models import Page, Site

from cms.core.scope import pages_within
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """A prefecture and one county below it, each with a news column and one page."""
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    prefecture = HomePageFactory(parent=root, title="恩施州", slug="zhou")
    county = HomePageFactory(parent=prefecture, title="利川市", slug="lichuan")
    Site.objects.create(hostname="localhost", port=8000, root_page=prefecture)
    Site.objects.create(hostname="lichuan.localhost", port=8000, root_page=county)
    pages = {}
    for name, home in {"prefecture": prefecture, "county": county}.items():
        column = NewsIndexPageFactory(parent=home, slug="news")
        pages[name] = NewsPageFactory(parent=column, slug=f"{name}-story")
    return {"prefecture": prefecture, "county": county, "pages": pages}


def request_on(host: str):
    return RequestFactory().get("/", SERVER_NAME=host, SERVER_PORT="8000")


@pytest.mark.parametrize("host", ["localhost", "lichuan.localhost", "elsewhere.localhost"])
def test_a_county_page_has_its_own_host_whoever_asks(tree, host: str):
    page = tree["pages"]["county"]
    assert page.get_full_url(request_on(host)) == "http://lichuan.localhost:8000/news/county-story/"


def test_on_its_own_host_the_link_is_local_and_elsewhere_it_is_complete(tree):
    page = tree["pages"]["county"]
    assert page.get_url(request_on("lichuan.localhost")) == "/news/county-story/"
    assert page.get_url(request_on("localhost")) == "http://lichuan.localhost:8000/news/county-story/"


def test_the_prefecture_s_pages_keep_the_prefecture_s_address(tree):
    page = tree["pages"]["prefecture"]
    assert page.get_full_url(request_on("lichuan.localhost")) == "http://localhost:8000/news/prefecture-story/"


def test_breadcrumbs_begin_at_the_county_s_home_page(tree):
    assert [step.title for step in tree["pages"]["county"].breadcrumbs] == ["利川市", "要闻动态"]


def test_the_column_of_a_page_is_the_nearest_one_above(tree):
    page = tree["pages"]["county"]
    assert page.column == page.get_parent().specific
    assert tree["county"].column is None


def test_the_prefecture_s_own_pages_leave_out_the_counties(tree):
    own = pages_within(tree["prefecture"], nested=False)
    family = pages_within(tree["prefecture"], nested=True)
    county_story = tree["pages"]["county"].page_ptr
    assert county_story not in own
    assert county_story in family


def test_an_empty_slug_is_spelled_in_pinyin_and_numbered_when_taken(tree):
    column = tree["pages"]["county"].get_parent()
    first = NewsPageFactory(parent=column, title="峡谷晨雾", slug="")
    second = NewsPageFactory(parent=column, title="峡谷晨雾", slug="")
    assert (first.slug, second.slug) == ("xia-gu-chen-wu", "xia-gu-chen-wu-2")


def test_a_draft_gets_its_address_in_pinyin_too(tree):
    draft = NewsPageFactory(parent=tree["pages"]["county"].get_parent(), title="峡谷晨雾", slug="", live=False)
    assert draft.slug == "xia-gu-chen-wu"


def test_a_spelled_address_that_was_taken_meanwhile_is_spelled_again(tree):
    """Autosave and the author's own click may both create the draft; neither may fail."""
    column = tree["pages"]["county"].get_parent()
    NewsPageFactory(parent=column, title="峡谷晨雾", slug="xia-gu-chen-wu")
    late = NewsPageFactory.build(title="峡谷晨雾", slug="", live=False)
    column.add_child(instance=late)
    assert late.slug == "xia-gu-chen-wu-2"


def test_a_new_title_keeps_the_address(tree):
    page = tree["pages"]["county"]
    page.title = "全新标题"
    page.save_revision().publish()
    page.refresh_from_db()
    assert (page.title, page.slug) == ("全新标题", "county-story")
