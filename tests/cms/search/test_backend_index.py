"""How entries come into the index, change and go."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from cms.media.models import Document
from cms.search.backend import SearchBackend
from cms.search.backend.entries import torn_words
from cms.settings.environment import Environment
from cms.settings.search import search_backends
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def page(db) -> NewsPageFactory:
    home = HomePageFactory(parent=Page.get_first_root_node())
    return NewsPageFactory(parent=NewsIndexPageFactory(parent=home), title="恩施大峡谷")


def found(query: str) -> int:
    return Page.objects.search(query).count()


def writes(page: Page) -> int:
    """Rows that the database changes when a page is written into the index."""
    backend = get_search_backend()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT total_changes()")
            before = cursor.fetchone()[0]
            backend.add(page)
            cursor.execute("SELECT total_changes()")
            return cursor.fetchone()[0] - before
        cursor.execute("SELECT xmin::text FROM wagtailsearch_indexentry WHERE object_id = %s", [str(page.pk)])
        before = cursor.fetchall()
        cursor.execute("SELECT ctid::text FROM wagtailsearch_indexentry WHERE object_id = %s", [str(page.pk)])
        place = cursor.fetchall()
        backend.add(page)
        cursor.execute("SELECT ctid::text FROM wagtailsearch_indexentry WHERE object_id = %s", [str(page.pk)])
        return int(place != cursor.fetchall() or not before)


def test_a_changed_page_is_found_by_its_new_words_only(page):
    page.title = "腾龙洞"
    page.save()
    assert found("大峡谷") == 0
    assert found("腾龙洞") == 1


def test_a_deleted_page_is_gone(page):
    page.delete()
    assert found("大峡谷") == 0
    assert not IndexEntry.objects.filter(object_id=str(page.pk)).exists()


def test_a_page_that_stays_the_same_is_not_written_again(page):
    assert writes(page) == 0
    page.summary = "新的一句话。"
    assert writes(page) > 0


def test_an_entry_costs_one_statement(page):
    backend = get_search_backend()
    page.title = "另一个标题"
    backend.add(page)
    page.title = "又一个标题"
    with CaptureQueriesContext(connection) as captured:
        backend.add(page)
    assert len([query for query in captured if "indexentry" in query["sql"]]) == 1


def test_a_document_of_any_length_can_be_indexed(db):
    text = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(200_000))
    document = Document.objects.create(title="长文", file="documents/a.pdf", text=text)
    get_search_backend().add(document)
    assert Document.objects.search("长文").count() == 1


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("设施和服务", {"和服"}),
        ("她穿着和服", set()),
        ("和服务，和服", set()),
        ("中华人民共和国", {"华人"}),
        ("恩施大峡谷", set()),
        ("", set()),
    ],
)
def test_characters_that_touch_are_told_from_words(text, torn):
    assert torn <= torn_words(text) if torn else not {"和服", "峡谷", "恩施"} & torn_words(text)


def rebuild(**options) -> str:
    output = StringIO()
    call_command("rebuild_search", stdout=output, **options)
    return output.getvalue()


def test_the_index_is_built_anew_with_progress_and_can_be_repeated(page):
    IndexEntry.objects.all().delete()
    output = rebuild()
    assert "news.NewsPage: 1, " in output and "a second" in output
    assert found("大峡谷") == 1
    entries = IndexEntry.objects.count()
    rebuild()
    assert IndexEntry.objects.count() == entries


def test_one_model_can_be_built_alone(page):
    IndexEntry.objects.all().delete()
    output = rebuild(model=["news.newspage"])
    assert "1 rows in the index" in output
    assert IndexEntry.objects.count() == 1


def test_what_was_deleted_behind_the_index_s_back_is_cleared_out(page):
    stale = IndexEntry.objects.get(object_id=str(page.pk))
    IndexEntry.objects.filter(pk=stale.pk).update(object_id="999999")
    rebuild()
    assert not IndexEntry.objects.filter(object_id="999999").exists()
    assert found("大峡谷") == 1


def test_a_model_that_is_not_searched_is_refused_with_those_that_are(db):
    with pytest.raises(CommandError, match="'no.Such' is not a model that is searched.*news.NewsPage"):
        rebuild(model=["no.Such"])


def test_wagtail_s_own_command_builds_the_same(page):
    IndexEntry.objects.all().delete()
    call_command("update_index", stdout=StringIO())
    assert found("大峡谷") == 1


def test_another_database_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "mysql", raising=False)
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        SearchBackend({})


def settings_for(monkeypatch, address: str) -> dict:
    monkeypatch.setenv("SEARCH_URL", address)
    return search_backends(Environment())["default"]


def test_without_an_address_the_database_searches(monkeypatch):
    assert settings_for(monkeypatch, "") == {"BACKEND": "cms.search.backend"}


@pytest.mark.parametrize(
    ("kind", "backend"),
    [
        ("opensearch", "wagtail.search.backends.opensearch3"),
        ("elasticsearch", "wagtail.search.backends.elasticsearch9"),
    ],
)
def test_a_search_server_gets_a_chinese_analyzer(monkeypatch, kind, backend):
    assert settings_for(monkeypatch, f"{kind}+https://user:pass@search.example:9200/yunshang/") == {
        "BACKEND": backend,
        "URLS": ["https://user:pass@search.example:9200"],
        "INDEX_PREFIX": "yunshang_",
        "INDEX_SETTINGS": {"settings": {"analysis": {"analyzer": {"default": {"type": "smartcn"}}}}},
    }


@pytest.mark.parametrize(
    "address",
    [
        "https://host:9200/x",
        "solr+https://host/x",
        "opensearch+ftp://host/x",
        "opensearch+https://host",
        "opensearch+https:///x",
        "x",
    ],
)
def test_an_address_that_says_too_little_is_refused(monkeypatch, address):
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL must look like"):
        settings_for(monkeypatch, address)
