"""Many pages in chunks: others write meanwhile, and so does who reads them."""

import threading

import pytest
from django.db import connections, transaction
from wagtail.models import Page

from cms.core import chunks
from cms.pages.news.models import Topic
from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.factories.sites import make_family


@pytest.fixture
def column(db) -> Page:
    column = NewsIndexPageFactory(parent=make_family().lichuan.root_page)
    NewsPageFactory.create_batch(5, parent=column)
    return column


def write() -> None:
    with transaction.atomic():
        TopicFactory()


def write_elsewhere() -> None:
    """In a connection of its own, as another process does."""

    def run() -> None:
        write()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize("size", [2, 5, 100])
def test_each_page_comes_once_while_everybody_writes(column, monkeypatch, size: int):
    monkeypatch.setattr(chunks, "SIZE", size)
    pages = Page.objects.child_of(column)
    before, seen = Topic.objects.count(), []
    for chunk in chunks.chunks(pages):
        assert len(chunk) <= size
        for page in chunk:
            write_elsewhere()
            write()
            seen.append(page)
    assert {type(page).__name__ for page in seen} == {"NewsPage"}
    assert [page.pk for page in seen] == sorted(pages.values_list("pk", flat=True))
    assert Topic.objects.count() == before + 2 * len(seen)
