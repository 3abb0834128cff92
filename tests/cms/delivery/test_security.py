"""What every kind of address tells browsers to refuse."""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import path as url_path

from cms.blocks.links import EmbedBlock
from cms.media.models import Document
from cms.urls import handler404, handler500  # noqa: F401 - this file is a ROOT_URLCONF as well
from cms.urls import urlpatterns as platform_urls
from tests.cms.delivery.nested_sites import OUTER
from tests.factories.media import ImageFactory

# Kind of address, status of the answer, and what stands first in its Content-Security-Policy.
SITE = "script-src 'self';"
DOOR = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self';"
DATA = "default-src 'none'; form-action 'none';"
ANSWERS = {
    "/": (200, SITE),
    "/en/": (404, SITE),
    "/news/mist/": (200, SITE),
    "/search/?q=雾": (200, SITE),
    "/site-map/": (200, SITE),
    "/no-such-page/": (404, SITE),
    "/lichuan/": (301, SITE),
    "/broken/": (500, SITE),
    "/feed.xml": (200, SITE),
    "/robots.txt": (200, SITE),
    "/manifest.webmanifest": (200, SITE),
    "/documents/1/none.pdf": (404, SITE),
    "/admin/": (302, "script-src 'self' 'sha256-"),
    "/admin/account/": (302, "script-src 'self' 'sha256-"),
    "/admin/account/second-factor/": (302, DOOR),
    "/admin/login/": (200, DOOR),
    "/admin/password_reset/": (200, DOOR),
    "/api/v2/pages/": (200, DATA),
    "/api/none/": (404, DATA),
    "/health/live": (200, DATA),
    "/health/none": (404, DATA),
    "/static/none.css": (404, DATA),
    "/media/images/none.jpg": (404, DATA),
}


def fail(request):
    raise RuntimeError


urlpatterns = [url_path("broken/", fail), *platform_urls]


def ask(path: str, client: Client | None = None, **options):
    return (client or Client(raise_request_exception=False)).get(path, headers={"host": OUTER}, **options)


@pytest.fixture
def answers(sites, settings):
    settings.ROOT_URLCONF = "tests.cms.delivery.test_security"
    return {path: ask(path) for path in ANSWERS}


def test_every_kind_of_address_has_a_policy_of_its_own(answers):
    for path, (status, policy) in ANSWERS.items():
        assert answers[path].status_code == status, path
        assert policy in answers[path]["Content-Security-Policy"], path


def test_no_policy_lets_inline_code_or_evaluated_text_run(answers):
    for path, answer in answers.items():
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy, path
        assert "base-uri 'none'" in policy and "frame-ancestors 'none'" in policy, path
        assert "*" not in policy and " http" not in policy.replace(" https://player.bilibili.com https://v.qq.com", "")


def test_every_answer_has_the_other_headers(answers):
    for path, answer in answers.items():
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["X-Frame-Options"] == "DENY", path
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "camera=(), " in answer["Permissions-Policy"] and "geolocation=()" in answer["Permissions-Policy"], path
        shared = path.startswith(("/static/", "/media/", "/documents/"))
        assert answer["Cross-Origin-Resource-Policy"] == ("cross-origin" if shared else "same-origin"), path


def test_an_unknown_host_has_them_too(sites, client):
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 404
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_uploaded_picture_may_be_shown_elsewhere_and_can_do_nothing(sites, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = ImageFactory()
    answer = ask(picture.file.url, client)
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_https_is_promised_for_a_year_over_https_only(sites, client, settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    for path in ("/", "/health/live", "/no-such-page/", "/static/none.css"):
        assert ask(path, client, secure=True)["Strict-Transport-Security"] == "max-age=31536000", path
        assert "upgrade-insecure-requests" in ask(path, client, secure=True)["Content-Security-Policy"], path
    plain = ask("/", client)
    assert "Strict-Transport-Security" not in plain
    assert "upgrade-insecure-requests" not in plain["Content-Security-Policy"]


def test_http_leads_to_https_except_for_probes_and_unknown_hosts(sites, client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = ask("/news/?p=2", client)
    assert (answer.status_code, answer["Location"]) == (301, f"https://{OUTER}/news/?p=2")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert ask("/health/live", client).status_code == 200
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 404


def test_only_a_proxy_s_word_about_https_is_heard(sites, client, settings):
    settings.SECURE_SSL_REDIRECT = True
    said = {"host": OUTER, "x-forwarded-proto": "https"}
    assert client.get("/", headers=said).status_code == 301, "Without a proxy anybody could say so."
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/", headers=said).status_code == 200


@pytest.mark.parametrize(
    "url", ["https://www.bilibili.com/video/BV1xx411c7mD", "https://v.qq.com/x/page/a0123456789.html"]
)
def test_the_players_that_an_embed_starts_are_allowed(url):
    value = EmbedBlock().to_python({"url": url, "title": "峡谷"})
    origin = re.match(r"https://[^/]+", value.player_url)[0]
    assert origin in settings.PUBLIC_POLICY["frame-src"].split()


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/account/", "/admin/tag-autocomplete/", "/admin/images/add/"])
def test_a_form_that_another_site_sends_is_refused(sites, admin_user, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(path, {"username": "admin"}, headers={"host": OUTER}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/news/mist/"])
def test_an_editor_sees_a_preview_inside_the_admin(sites, admin_client, path):
    page = sites.prefecture if path == "/" else sites.prefecture_story
    answer = ask(f"/admin/pages/{page.pk}/view_draft/", admin_client)
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and SITE in policy


def test_a_document_is_neither_framed_nor_run(sites, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = Document.objects.create(title="通知", file=ContentFile(b"%PDF-1.4", name="notice.pdf"))
    answer = ask(document.url, client)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
