from collections.abc import Callable

import pytest
from django.test import Client

from cms.core.release import shipped
from cms.pages.news.models import NewsPage
from cms.sitewide.models import SiteIdentity
from cms.tv.approving import approve
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family, make_family

BASE = "/api/tv/v1"


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def family(db) -> Family:
    with shipped():
        family = make_family()
    for site, code in zip(family, ("422800", "422802", "422801"), strict=True):
        SiteIdentity.objects.update_or_create(site=site, defaults={"division_code": code})
    return family


@pytest.fixture
def column(family):
    return NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news", title="要闻动态")


@pytest.fixture
def live(column):
    """Makes a page that is live; `approved` also on television."""

    def make(approved: bool = True, **values) -> NewsPage:
        with shipped():
            page = NewsPageFactory(parent=column, live=False, **values)
            page.save_revision().publish()
        page = NewsPage.objects.get(pk=page.pk)
        if approved:
            approve(page, None)
        return page

    return make


@pytest.fixture
def page(live) -> NewsPage:
    body = [
        ("heading", {"text": "雾里看山", "level": "h2"}),
        ("paragraph", '<p data-block-key="a">海拔1,080米，<a href="https://example.com/">门票</a>打八折。</p>'),
    ]
    image = ImageFactory(description="晨雾中的峡谷", file__width=800, file__height=600)
    return live(title="峡谷晨雾", summary="早起的人看见了云海。", slug="mist", lead_image=image, body=body)


@pytest.fixture
def ask():
    """GET below the interface's base address, as a consumer asks."""
    client = Client(SERVER_NAME="localhost")

    def get(path: str, **headers):
        return client.get(BASE + path, headers=headers)

    return get


class Mirror:
    """A consumer's copy, kept by nothing but the feed of changes: {(id, locale): title}."""

    def __init__(self, ask: Callable) -> None:
        self.ask, self.held, self.cursor = ask, {}, ""

    def step(self, limit: int = 100) -> bool:
        """Takes the next changes; whether there are more."""
        answer = self.ask(f"/changes?limit={limit}{self.cursor and '&cursor='}{self.cursor}").json()
        for change in answer["changes"]:
            key = (change["id"], change["locale"])
            if change["op"] == "upsert":
                self.held[key] = change["item"]["title"]
            else:
                self.held.pop(key, None)
        self.cursor = answer["cursor"]
        return answer["has_more"]

    def follow(self) -> dict:
        while self.step():
            pass
        return self.held


@pytest.fixture
def mirror(ask) -> Mirror:
    return Mirror(ask)
