"""Documents are found by title and by what is written in them, if a page offers them to everybody."""

from io import BytesIO

import docx
import pytest
from django.core.files.base import ContentFile

from cms.media.models import Document
from tests.cms.search.conftest import Searched
from tests.factories.media import private_collection, root_collection
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture(autouse=True)
def files_of_one_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def document(title: str, text: str = "", **values) -> Document:
    content = BytesIO()
    written = docx.Document()
    written.add_paragraph(text)
    written.save(content)
    values.setdefault("collection", root_collection())
    return Document.objects.create(title=title, file=ContentFile(content.getvalue(), name="guide.docx"), **values)


def offer(searched: Searched, attachment: Document, title: str = "通知", **values):
    parent = values.pop("parent", searched.news)
    body = [("attachment", {"document": attachment, "title": ""})]
    return NewsPageFactory(parent=parent, title=title, attachments=body, **values)


@pytest.fixture(autouse=True)
def on_commit_at_once(monkeypatch):
    """The test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **kwargs: function())


def test_a_document_is_found_by_its_title(searched: Searched):
    offer(searched, document("缴费指南"))
    assert searched.search("缴费").attachments == ["缴费指南"]


def test_a_document_is_found_by_its_text_and_shows_the_place(searched: Searched):
    page = offer(searched, document("指南", "先拿号，再到二楼的收费窗口。"))
    found = searched.search("收费窗口")
    assert found.attachments == ["指南"]
    result = found.soup.select_one(".search__attachments .result")
    assert "收费窗口" in result.select_one(".result__text").text
    assert "DOCX" in result.text
    assert result.find("a", string=page.title)["href"] == page.url


def test_a_document_that_no_page_offers_is_not_found(searched: Searched):
    document("缴费指南")
    assert searched.search("缴费", scope="family").attachments == []


def test_what_only_a_draft_offers_is_not_found(searched: Searched):
    offer(searched, document("缴费指南"), live=False)
    assert searched.search("缴费").attachments == []


def test_documents_of_private_collections_are_not_found(searched: Searched):
    offer(searched, document("缴费指南", collection=private_collection()))
    assert searched.search("缴费").attachments == []


def test_documents_belong_to_the_site_whose_page_offers_them(searched: Searched):
    other = NewsIndexPageFactory(parent=searched.family.enshi.root_page, slug="news")
    offer(searched, document("缴费指南"), parent=other)
    assert searched.search("缴费").attachments == []
    assert searched.search("缴费", scope="family").attachments == ["缴费指南"]
    assert "全部站点 1" in " ".join(searched.search("缴费").text.split())


def test_all_attachments_have_a_filter_of_their_own(searched: Searched):
    for number in range(5):
        offer(searched, document(f"缴费指南{number}"), title=f"缴费{number}")
    found = searched.search("缴费")
    assert len(found.attachments) == 3
    assert found.counts("type") == {"新闻": 5, "附件": 5}
    filtered = searched.search("缴费", type="attachment")
    assert sorted(filtered.titles) == [f"缴费指南{number}" for number in range(5)]
    assert filtered.attachments == []


def test_a_document_on_several_pages_of_a_site_is_shown_once(searched: Searched):
    guide = document("缴费指南")
    offer(searched, guide, title="第一页")
    offer(searched, guide, title="第二页")
    assert searched.search("缴费").attachments == ["缴费指南"]
