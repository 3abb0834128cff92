"""English as PO files: out, through other people's hands, and in again."""

from pathlib import Path

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from cms.languages.english import begin, english_of
from cms.languages.english_state import chinese_with_state
from cms.pages.news.models import NewsPage
from tests.factories import hostile_files
from tests.factories.english import translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import make_family

LINKED = '<p>看<a href="https://www.example.cn/">一本书</a>和<b>一座桥</b>。</p>'


@pytest.fixture
def news(db) -> NewsPage:
    Locale.objects.get_or_create(language_code="en")
    column = NewsIndexPageFactory(parent=make_family().lichuan.root_page, slug="news")
    return NewsPageFactory(parent=column, slug="fog", body=[("paragraph", LINKED)])


@pytest.fixture
def client(admin_user) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    return client


def address(news: Page, action: str) -> str:
    translation = Translation.objects.get(source__object_id=news.translation_key)
    return reverse(f"wagtail_localize:{action}_pofile", args=[translation.pk])


def download(client: Client, news: Page) -> polib.POFile:
    response = client.get(address(news, "download"))
    assert f'filename="{news.slug}-en.po"' in response["Content-Disposition"]
    return polib.pofile(response.content.decode())


def upload(client: Client, news: Page, data: bytes | str) -> list:
    data = data.encode() if isinstance(data, str) else data
    response = client.post(address(news, "upload"), {"file": SimpleUploadedFile("fog.po", data)}, follow=True)
    assert response.status_code == 200
    # The first one: the editor that follows has notices of its own.
    return list(response.context["messages"])[0]


def test_no_hostile_file_makes_an_error_or_a_sentence(client, news):
    begin(news)
    for name, content in hostile_files.documents().items():
        assert upload(client, news, content).level_tag == "error", name
    assert english_texts(news) == set()


def english_texts(news: Page) -> set[str]:
    found = StringTranslation.objects.filter(context__object=news.translation_key, has_error=False)
    return set(found.values_list("data", flat=True))


def test_a_file_makes_the_round_trip_with_its_tags(news, client):
    begin(news)
    po = download(client, news)
    texts = {entry.msgid: entry for entry in po}
    linked = '看<a id="a1">一本书</a>和<b>一座桥</b>。'
    assert {news.title, linked} <= set(texts)
    texts[linked].msgstr = '<b>A bridge</b> and <a id="a1">a book</a>.'
    texts[news.title].msgstr = "Fog"
    assert upload(client, news, str(po)).level_tag == "success"
    assert {'<b>A bridge</b> and <a id="a1">a book</a>.', "Fog"} == english_texts(news)
    again = {entry.msgid: entry.msgstr for entry in download(client, news)}
    assert again[news.title] == "Fog"


def test_a_byte_order_mark_does_no_harm(news, client):
    begin(news)
    po = download(client, news)
    po[0].msgstr = "Fog"
    assert upload(client, news, b"\xef\xbb\xbf" + str(po).encode()).level_tag == "success"
    assert english_texts(news) == {"Fog"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        "标题,译文\n雾,Fog\n".encode("gbk"),
        "标题,译文\n雾,Fog\n".encode(),
        b'msgid "x"\nmsgstr "y"\n',
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"/etc/passwd",
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    ids=["empty", "text", "gbk", "csv", "no header", "picture", "path", "huge"],
)
def test_what_is_no_po_file_is_refused_in_words(news, client, data):
    begin(news)
    assert upload(client, news, data).level_tag == "error"
    assert english_texts(news) == set()


def test_without_a_file_the_editor_says_so(news, client):
    begin(news)
    response = client.post(address(news, "upload"), follow=True)
    assert list(response.context["messages"])[0].level_tag == "error"


def test_the_file_of_another_page_is_refused(news, client):
    other = NewsPageFactory(parent=news.get_parent(), slug="other", title="另一页")
    begin(news), begin(other)
    po = download(client, other)
    for entry in po:
        entry.msgstr = "Other"
    assert upload(client, news, str(po)).level_tag == "error"
    assert english_texts(news) == set()


def test_sentences_that_left_the_page_are_counted_and_not_kept(news, client):
    begin(news)
    po = download(client, news)
    po[0].msgstr = "Fog"
    po.append(polib.POEntry(msgctxt="title", msgid="早就没有了", msgstr="Long gone"))
    message = upload(client, news, str(po))
    assert (message.level_tag, english_texts(news)) == ("warning", {"Fog"})


def test_markup_that_does_not_fit_is_named_and_counts_as_missing(news, client):
    begin(news)
    po = download(client, news)
    for entry in po:
        entry.msgstr = "<script>alert(1)</script>" if "<b>" in entry.msgid else "Fine"
    assert upload(client, news, str(po)).level_tag == "warning"
    assert chinese_with_state(news).untranslated == 1


def test_machine_made_sentences_leave_as_fuzzy_and_come_back_confirmed(news, client):
    translate(news, machine=True)
    po = download(client, news)
    assert all(entry.fuzzy for entry in po)
    count = len(po)
    upload(client, news, str(po))
    assert chinese_with_state(news).unconfirmed == count, "Still fuzzy: nobody has looked."
    po[0].flags.remove("fuzzy")
    upload(client, news, str(po))
    assert chinese_with_state(news).unconfirmed == count - 1


def run(*arguments: str | Path) -> None:
    call_command("exchange_english", *map(str, arguments), site="lichuan.localhost", verbosity=0)


def test_a_whole_site_goes_out_and_comes_back(news, tmp_path):
    run("export", tmp_path)
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.po")} == {"home.po", "news.po", "news/fog.po"}
    assert not Page.objects.filter(locale__language_code="en").exists(), "Exporting changes nothing."
    path = str(tmp_path / "news" / "fog.po")
    po = polib.pofile(path)
    for entry in po:
        entry.msgstr = entry.msgid.replace("看", "See ")
    po.save(path)
    run("import", tmp_path)
    run("import", tmp_path)
    assert chinese_with_state(news).untranslated == 0
    assert not english_of(news).live
    run("export", tmp_path)
    assert polib.pofile(path).percent_translated() == 100


def test_the_prefectures_files_are_not_the_counties(news, tmp_path):
    call_command("exchange_english", "export", str(tmp_path), site="localhost", verbosity=0)
    assert [path.name for path in tmp_path.rglob("*.po")] == ["home.po"]


def test_one_bad_file_is_named_and_the_others_are_taken_over(news, tmp_path, capsys):
    run("export", tmp_path)
    (tmp_path / "home.po").write_bytes(b"nothing")
    path = str(tmp_path / "news" / "fog.po")
    po = polib.pofile(path)
    po[0].msgstr = "Fog"
    po.save(path)
    with pytest.raises(CommandError, match="1"):
        run("import", tmp_path)
    assert "home.po" in capsys.readouterr().out
    assert english_texts(news) == {"Fog"}


def test_an_unknown_host_or_directory_is_named(news, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("exchange_english", "export", str(tmp_path), site="nowhere.localhost")
    with pytest.raises(CommandError, match="missing"):
        run("import", tmp_path / "missing")
