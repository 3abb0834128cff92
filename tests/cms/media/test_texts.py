"""The text inside documents is read when a file is new; a file that cannot be read has none."""

from io import BytesIO

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from cms.media import text_reader, texts
from cms.media.models import Document
from tests.factories.media import root_collection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_commit_at_once(monkeypatch):
    """The test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **kwargs: function())


def pdf(*pages: str, password: str = "") -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(300, 300)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


def word(*paragraphs: str, rows: tuple[tuple[str, str], ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), 2)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def stored(content: bytes, name: str) -> str:
    document = Document.objects.create(
        title="办事指南", collection=root_collection(), file=ContentFile(content, name=name)
    )
    return Document.objects.get(pk=document.pk).text


def test_the_text_of_a_pdf():
    assert stored(pdf("First page", "Second page"), "guide.PDF").split("\n") == ["First page", "Second page"]


def test_the_text_of_a_word_document_with_its_tables():
    text = stored(word("先拿号", "再办理", rows=(("窗口", "二楼"),)), "guide.docx")
    assert text.split("\n") == ["先拿号", "再办理", "窗口\t二楼"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 broken", "guide.pdf"),
        (b"", "guide.pdf"),
        (pdf("secret", password="x"), "guide.pdf"),
        (b"PK\x03\x04 broken", "guide.docx"),
        (pdf("text"), "guide.docx"),
    ],
    ids=["damaged pdf", "empty pdf", "encrypted pdf", "damaged docx", "pdf called docx"],
)
def test_a_file_that_cannot_be_read_has_no_text_and_a_line_in_the_log(content: bytes, name: str, caplog):
    assert stored(content, name) == ""
    assert "No text from document" in caplog.text


def test_other_kinds_of_files_are_left_alone(caplog):
    assert stored(b"a,b", "table.csv") == ""
    assert "No text from document" not in caplog.text


def test_only_the_first_pages_and_characters_are_read():
    many = pdf(*[f"page {number}" for number in range(text_reader.MAX_PAGES + 5)])
    assert len(PdfReader(BytesIO(many)).pages) == text_reader.MAX_PAGES + 5
    assert len(stored(many, "long.pdf").split("\n")) == text_reader.MAX_PAGES
    assert len(stored(word("峡" * (text_reader.MAX_CHARACTERS + 5)), "long.docx")) == text_reader.MAX_CHARACTERS


def test_a_file_that_takes_too_long_or_is_too_large_has_no_text(monkeypatch, caplog):
    monkeypatch.setattr(texts, "MAX_SECONDS", 0.01)
    assert stored(pdf("text"), "slow.pdf") == ""
    monkeypatch.undo()
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **kwargs: function())
    monkeypatch.setattr(texts, "MAX_BYTES", 10)
    assert stored(pdf("text"), "large.pdf") == ""
    assert caplog.text.count("No text from document") == 2


def test_a_new_file_brings_a_new_text_and_another_title_reads_nothing(monkeypatch):
    document = Document.objects.create(
        title="办事指南", collection=root_collection(), file=ContentFile(word("旧的"), name="guide.docx")
    )
    document = Document.objects.get(pk=document.pk)
    document.file = ContentFile(word("新的"), name="guide.docx")
    document.save()
    assert Document.objects.get(pk=document.pk).text == "新的"
    monkeypatch.setattr("cms.media.tasks.text_of", lambda document: pytest.fail("read again"))
    document = Document.objects.get(pk=document.pk)
    document.title = "新标题"
    document.save()


def test_the_search_finds_a_document_by_its_text():
    stored(word("请到收费窗口"), "guide.docx")
    assert [found.title for found in Document.objects.search("收费窗口")] == ["办事指南"]


def test_lists_of_documents_do_not_load_their_texts():
    stored(word("长文"), "guide.docx")
    with CaptureQueriesContext(connection) as captured:
        list(Document.objects.all())
    assert '"text"' not in captured.captured_queries[0]["sql"]
