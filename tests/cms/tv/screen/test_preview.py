"""A draft on the screen: by the same templates, for its editor alone."""

import json

import pytest
from bs4 import BeautifulSoup

from cms.pages.news.models import NewsPage
from cms.tv.models import Item
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory
from tests.factories.scenic import ScenicIndexPageFactory, ScenicSpotPageFactory


def preview(page, mode: str = "tv"):
    response = page.make_preview_request(preview_mode=mode)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def item_in(soup: BeautifulSoup) -> dict:
    return json.loads(soup.find("script", id="draft").string)


@pytest.fixture
def draft(column) -> NewsPage:
    image = ImageFactory(description="晨雾中的峡谷", file__width=800, file__height=600)
    body = [("paragraph", '<p data-block-key="a">还没有人看过。</p>')]
    return NewsPageFactory(parent=column, live=False, title="未发布的稿子", lead_image=image, body=body)


def test_the_editor_offers_television_beside_the_web_page(draft):
    assert [mode for mode, _label in draft.preview_modes] == ["", "tv"]
    assert draft.default_preview_mode == ""
    assert {size["name"]: size["device_width"] for size in draft.preview_sizes}["tv"] == 1920


def test_a_draft_is_shown_as_it_would_be_and_nothing_is_kept(draft, ask):
    item = item_in(preview(draft))
    assert item["title"] == "未发布的稿子" and "还没有人看过。" in item["body"]["html"]
    assert item["lead"]["hero_1280x720"]["url"].startswith("/media/")
    assert item["links"]["qr"].startswith("data:image/svg+xml")
    assert not Item.objects.exists()
    assert ask("/items").json()["items"] == []


def test_the_changes_of_a_live_page_are_in_its_preview_and_nowhere_else(page, ask):
    page.tv_title = "雾里看山"
    assert item_in(preview(page))["tv"]["title"] == "雾里看山"
    assert ask("/items").json()["items"][0]["title"] == "峡谷晨雾"


def test_a_place_says_by_the_draft_whether_it_is_open(family):
    index = ScenicIndexPageFactory(parent=family.lichuan.root_page, slug="scenic")
    spot = ScenicSpotPageFactory(parent=index, live=False, title="腾龙洞", grade="5A")
    place = item_in(preview(spot))["place"]
    assert place["grade"] == "5A" and place["opening"]["status"]


def test_the_web_page_is_previewed_as_before(draft):
    soup = preview(draft, "")
    assert soup.find("script", id="draft") is None and soup.h1.get_text(strip=True) == "未发布的稿子"
