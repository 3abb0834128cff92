"""Nine sites from one command: each itself, none another, and all of them findable."""

import json

import pytest

from sites.registry import load_registry
from tests.e2e.platform import Platform

ENTRIES = load_registry()
COUNTIES = [entry for entry in ENTRIES if entry.parent]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_each_home_page_is_unmistakably_its_own(platform: Platform, entry):
    answer = platform.get(entry.hostname)
    assert answer.status == 200
    assert entry.brand_name in answer.text
    assert f'data-theme="{entry.theme}"' in answer.text
    assert f"/static/{entry.theme}/tokens" in answer.text


@pytest.mark.parametrize("entry", COUNTIES, ids=lambda entry: entry.slug)
def test_the_prefecture_s_host_leads_to_the_county_s_own(platform: Platform, entry):
    answer = platform.get("localhost", f"/{entry.slug}/news/?page=2")
    assert answer.status == 301
    assert answer.headers["location"] == platform.url(entry.hostname, "/news/?page=2")


@pytest.mark.parametrize("path", ["/", "/news/", "/admin/", "/api/v2/pages/", "/sitemap.xml", "/static/base/base.css"])
def test_an_unknown_host_gets_nothing_but_a_plain_404(platform: Platform, path: str):
    answer = platform.get("elsewhere.example", path)
    assert answer.status == 404
    assert not any(entry.brand_name in answer.text for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml"),
        ("/news/feed.xml", "application/rss+xml"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/site-map/", "text/html"),
        ("/favicon.svg", "image/svg+xml"),
    ],
)
def test_each_host_has_its_own_files_for_machines(platform: Platform, entry, path: str, kind: str):
    answer = platform.get(entry.hostname, path)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(kind)
    others = {other.hostname for other in COUNTIES} - {entry.hostname}
    if path.endswith(".xml"):
        assert not any(f"//{host}:" in answer.text for host in others)


def test_a_missing_page_is_told_in_each_site_s_own_look(platform: Platform, html_errors):
    answers = {entry: platform.get(entry.hostname, "/no-such-page/") for entry in ENTRIES}
    for entry, answer in answers.items():
        assert answer.status == 404
        assert entry.brand_name in answer.text
        assert f'data-theme="{entry.theme}"' in answer.text
    assert html_errors({entry.slug: answer.text for entry, answer in answers.items()}) == {}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_a_page_without_english_answers_404_under_en_and_leads_to_the_chinese(platform: Platform, entry):
    paths = set(platform.sitemap(entry.hostname))
    untranslated = [path for path in paths if not path.startswith(("/en/", "/zh-hant/")) and f"/en{path}" not in paths]
    assert untranslated
    for path in untranslated:
        answer = platform.get(entry.hostname, f"/en{path}")
        assert answer.status == 404
        assert '<html lang="en"' in answer.text
        assert f'href="{path}"' in answer.text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_the_api_lists_the_site_s_pages_with_canonical_addresses(platform: Platform, entry):
    answer = platform.get(entry.hostname, "/api/v2/pages/?type=news.NewsPage&limit=50")
    items = json.loads(answer.body)["items"]
    assert answer.status == 200
    assert len(items) >= 4
    own = [item for item in items if item["meta"]["html_url"].startswith(platform.url(entry.hostname, "/"))]
    assert own == items or not entry.parent, "A county's host lists its own pages only."
    for item in items[:3]:
        host = item["meta"]["html_url"].split("//")[1].split(":")[0]
        assert platform.get(host, "/" + item["meta"]["html_url"].split("/", 3)[3]).status == 200
