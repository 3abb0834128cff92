"""The HTTP adapter against a real server that speaks LibreTranslate's protocol, well or badly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from cms.languages import machine
from cms.languages.english import begin, english_of, write
from cms.languages.english_state import chinese_with_state
from cms.languages.machine import Translator, TranslatorError
from tests.factories.english import sentences_of
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import make_family

Answer = tuple[int, bytes]
CHINESE, ENGLISH = SimpleNamespace(language_code="zh-hans"), SimpleNamespace(language_code="en")


class Service:
    """`answer(question)` decides; `questions` is what was asked."""

    def __init__(self) -> None:
        self.questions: list[dict] = []
        self.answer: Callable[[dict], Answer] = translated
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.questions.append({"path": self.path, **question})
                status, body = service.answer(question)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def run(self) -> Iterator["Service"]:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        yield self
        self.server.shutdown()
        self.server.server_close()


def translated(question: dict) -> Answer:
    return 200, json.dumps({"translatedText": [f"EN {text}" for text in question["q"]]}).encode()


def always(status: int, body: object) -> Callable[[dict], Answer]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda question: (status, data)


@pytest.fixture
def service() -> Iterator[Service]:
    yield from Service().run()


@pytest.fixture
def translator(service) -> Translator:
    return Translator({"LIBRETRANSLATE_URL": f"{service.url}/", "API_KEY": "secret"})


def strings(*texts: str) -> list[StringValue]:
    return [StringValue(text) for text in texts]


def test_texts_go_out_with_language_codes_and_key_and_come_back_as_a_mapping(service, translator):
    found = translator.translate(CHINESE, ENGLISH, strings("雾", "<b>桥</b>"))
    assert {key.data: value.data for key, value in found.items()} == {"雾": "EN 雾", "<b>桥</b>": "EN <b>桥</b>"}
    assert service.questions == [
        {
            "path": "/translate",
            "q": ["雾", "<b>桥</b>"],
            "source": "zh",
            "target": "en",
            "format": "html",
            "api_key": "secret",
        }
    ]


def test_a_service_without_a_key_is_not_sent_an_empty_one(service):
    Translator({"LIBRETRANSLATE_URL": service.url, "API_KEY": ""}).translate(CHINESE, ENGLISH, strings("雾"))
    assert "api_key" not in service.questions[0]


def test_long_pages_are_sent_in_parts(service, translator):
    texts = strings(*(f"第{number}句" for number in range(60)))
    assert len(translator.translate(CHINESE, ENGLISH, texts)) == 60
    assert [len(question["q"]) for question in service.questions] == [25, 25, 10]


@pytest.mark.parametrize(
    "answer",
    [
        always(403, {"error": "Invalid API key"}),
        always(429, {"error": "Slowdown"}),
        always(500, b"<html>oops</html>"),
        always(302, b""),
        always(200, b"<html>not json</html>"),
        always(200, b"\xff\xfe\x00"),
        always(200, {"error": "nothing"}),
        always(200, ["EN"]),
        always(200, {"translatedText": "EN"}),
        always(200, {"translatedText": ["one", "two"]}),
        always(200, {"translatedText": None}),
    ],
    ids=["key", "slowdown", "html", "redirect", "not-json", "bytes", "no-text", "list", "one-text", "too-many", "null"],
)
def test_what_cannot_be_used_is_said_in_a_sentence(service, translator, answer):
    service.answer = answer
    with pytest.raises(TranslatorError):
        translator.translate(CHINESE, ENGLISH, strings("雾"))


def test_a_slow_service_is_not_waited_for(service, translator, monkeypatch):
    monkeypatch.setattr(machine, "ANSWER_SECONDS", 0.3)
    service.answer = lambda question: time.sleep(2) or translated(question)
    started = time.monotonic()
    with pytest.raises(TranslatorError):
        translator.translate(CHINESE, ENGLISH, strings("雾"))
    assert time.monotonic() - started < 1.5


def test_a_service_that_is_away_is_said_in_a_sentence():
    with pytest.raises(TranslatorError):
        Translator({"LIBRETRANSLATE_URL": "http://127.0.0.1:9", "API_KEY": ""}).translate(
            CHINESE, ENGLISH, strings("雾")
        )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<b onclick="x()">Fog</b>',
        '<a href="https://evil.example">Fog</a>',
        "",
        "  ",
        None,
        7,
    ]
    + ['<a id="a9">Fog</a>'],
)
def test_markup_that_the_chinese_does_not_have_is_left_out(service, translator, text):
    service.answer = always(200, {"translatedText": [text, "Fine"]})
    found = translator.translate(CHINESE, ENGLISH, strings("雾", "桥"))
    assert {key.data: value.data for key, value in found.items()} == {"桥": "Fine"}


def test_between_the_two_scripts_there_is_nothing_to_translate(translator):
    assert translator.can_translate(CHINESE, ENGLISH)
    assert not translator.can_translate(CHINESE, SimpleNamespace(language_code="zh-hant"))


@pytest.fixture
def client(admin_user) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    return client


@pytest.fixture
def news(db, service, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms.languages.machine.Translator",
        "OPTIONS": {"LIBRETRANSLATE_URL": service.url, "API_KEY": ""},
    }
    Locale.objects.get_or_create(language_code="en")
    column = NewsIndexPageFactory(parent=make_family().lichuan.root_page, slug="news")
    page = NewsPageFactory(parent=column, slug="fog")
    begin(page)
    return page


def press_the_button(client: Client, news):
    translation = Translation.objects.get(source__object_id=news.translation_key)
    return client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]), follow=True)


def test_the_button_drafts_what_is_missing_marks_it_and_publishes_nothing(news, service, client):
    first, *others = sentences_of(english_of(news))
    write(first, "By a person")
    press_the_button(client, news)
    chinese = chinese_with_state(news)
    assert (chinese.untranslated, chinese.unconfirmed) == (0, len(others))
    assert StringTranslation.objects.get(context=first.context).data == "By a person"
    assert not english_of(news).live
    page = client.get(reverse("wagtailadmin_pages:edit", args=[english_of(news).pk])).content.decode()
    assert "LibreTranslate" in page, "The editor shows who made a sentence."


def test_when_the_service_fails_the_editor_reads_why_and_nothing_is_lost(news, service, client):
    first = sentences_of(english_of(news))[0]
    write(first, "By a person")
    service.answer = always(500, b"")
    response = press_the_button(client, news)
    assert response.status_code == 200
    assert list(response.context["messages"])[0].level_tag == "error"
    assert StringTranslation.objects.get().data == "By a person"
