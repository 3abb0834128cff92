"""Work on the English is recorded as work on the English page."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from cms.audit.models import Action, AuditEntry
from cms.languages.english_po import export_page
from tests.factories.english import sentences_of, translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def story(trilingual):
    column = NewsIndexPageFactory(parent=trilingual.lichuan.root_page, slug="news")
    return NewsPageFactory(parent=column, slug="mist")


@pytest.fixture
def client(db) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.create_superuser("boss", "b@example.com", "x"))
    return client


def entries_since(count: int) -> list[tuple[str, str, str]]:
    found = list(AuditEntry.objects.order_by("pk").values_list("action", "object_type", "object_id"))
    return found[count:]


def translation_of(page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code="en")


def test_one_sentence_written_and_taken_back(trilingual, story, client):
    english = translate(story)
    sentence = sentences_of(english)[0]
    address = reverse("wagtail_localize:edit_string_translation", args=[translation_of(story).pk, sentence.pk])
    for send, data in ((client.put, "value=Mist"), (client.delete, "")):
        count = AuditEntry.objects.count()
        assert send(address, data, content_type="application/x-www-form-urlencoded").status_code == 200
        assert entries_since(count) == [("changed", "news.newspage", str(english.pk))]
    site = AuditEntry.objects.filter(object_id=str(english.pk)).last()
    assert site.actor_name == "boss"


def test_a_whole_file_is_one_change_however_many_sentences_it_has(trilingual, story, client):
    english = translate(story)
    po = export_page(story)
    assert len(po) > 2
    for entry in po:
        entry.msgstr = f"New {entry.msgstr}"
    count = AuditEntry.objects.count()
    upload = SimpleUploadedFile("english.po", str(po).encode(), content_type="text/x-gettext-translation")
    address = f"/admin/localize/translate/{translation_of(story).pk}/pofile/upload/"
    assert client.post(address, {"file": upload}).status_code == 302
    assert StringTranslation.objects.filter(data__startswith="New ").count() == len(po)
    assert entries_since(count) == [("changed", "news.newspage", str(english.pk))]


def test_taking_the_sentences_away_as_a_file(trilingual, story, client):
    translate(story)
    client.get(f"/admin/localize/translate/{translation_of(story).pk}/pofile/download/")
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert (entry.actor_name, entry.title) == ("boss", "mist-en.po")


def test_deleting_a_translated_page_does_not_list_its_sentences(trilingual, story, client):
    english = translate(story)
    count = AuditEntry.objects.count()
    client.post(reverse("wagtailadmin_pages:delete", args=[english.pk]))
    assert ("deleted", "news.newspage", str(english.pk)) in entries_since(count)
    assert not [kind for _action, kind, _number in entries_since(count) if "string" in kind]
