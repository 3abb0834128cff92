"""Addresses that a bucket's files were signed with before the recall: they open nothing after it."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from cms.core.release import shipped
from cms.editorial.recall.models import Recall
from cms.editorial.recall.recalling import recall_page
from cms.editorial.recall.tasks import ask_channels
from cms.media.storage import PrivateBucket
from cms.pages.news.models import NewsPage
from tests.cms.media.bucket import NOTHING, fetch
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate, pytest.mark.usefixtures("bucket")]


@pytest.fixture
def page(desk: Desk) -> NewsPage:
    with shipped():
        image, document = ImageFactory(file__width=40, file__height=30), DocumentFactory()
    return desk.live(lead_image=image, attachments=[("attachment", {"document": document})])


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def addresses_of(page: NewsPage) -> list[str]:
    image = page.lead_image
    document = page.attachments[0].value["document"]
    return [image.file.url, image.get_rendition("width-20").url, document.url]


def signed(page: NewsPage) -> list[str]:
    reader = Client(SERVER_NAME="lichuan.localhost")
    return [reader.get(address)["Location"] for address in addresses_of(page)]


def opened(addresses: list[str]) -> list[bool]:
    found = [fetch(address)[0] for address in addresses]
    assert set(found) <= {200, *NOTHING}
    return [status == 200 for status in found]


def recall(page: NewsPage, desk: Desk) -> Recall:
    return recall_page(page, desk.reviewer, reason="secret", explanation="图里有不该公开的文件")


def test_they_open_nothing_from_the_recall_until_the_page_is_live_again(desk: Desk, page: NewsPage, commits):
    before = signed(page)
    assert opened(before) == [True] * 3
    with commits():
        made = recall(page, desk)
    assert opened(before) == [False] * 3
    lines = made.channels.filter(kind="store")
    assert {page.lead_image.file.name, page.attachments[0].value["document"].file.name} < {line.url for line in lines}
    assert {(line.answer, line.gone_at is not None) for line in lines} == {("404 s3", True)}
    with commits():
        desk.approve_all(page)
    assert opened(before) == [True] * 3
    assert opened(signed(page)) == [True] * 3


def test_a_file_of_another_live_page_stays_where_it_is(desk: Desk, page: NewsPage, commits):
    desk.live(lead_image=page.lead_image)
    before = signed(page)
    with commits():
        recall(page, desk)
    assert opened(before) == [True, True, False]


def test_the_certificate_waits_for_a_bucket_that_does_not_answer(desk: Desk, page: NewsPage, commits, monkeypatch):
    before = signed(page)
    with monkeypatch.context() as patch, commits():
        patch.setattr(PrivateBucket, "withhold", lambda *args: 1 / 0)
        made = recall(page, desk)
    waiting = made.channels.filter(gone_at=None)
    assert {(line.kind, line.answer) for line in waiting} == {("store", "200 s3")}
    assert waiting.count() == len(before)
    ask_channels.enqueue(made.pk)
    assert opened(before) == [False] * 3
    assert not made.channels.filter(gone_at=None).exists()
    assert all(default_storage.exists(line.url) for line in made.channels.filter(kind="store"))
