"""County names are right wherever they appear, 县 and 市, and Xuan'en with its plain apostrophe."""

import json
import re
from html import unescape
from pathlib import Path

import feedparser
import pytest
from django.test import Client

from sites.registry import load_registry

SITES = Path(__file__).resolve().parents[2] / "sites"
ENTRIES = load_registry()
CITIES = {"422801": "恩施市", "422802": "利川市"}


@pytest.mark.parametrize("entry", ENTRIES[1:], ids=lambda entry: entry.slug)
def test_cities_are_called_cities_and_counties_counties(entry):
    is_city = entry.division_code in CITIES
    assert entry.name_zh_hans.endswith("市" if is_city else "县")
    assert entry.name_en.endswith(" City" if is_city else " County")
    if is_city:
        assert entry.name_zh_hans == CITIES[entry.division_code]


def test_the_prefecture_and_its_seat_have_different_names():
    prefecture, seat = (next(each for each in ENTRIES if each.slug == slug) for slug in ("enshi-zhou", "enshi"))
    for name in ("name_zh_hans", "short_name", "name_en", "short_name_en", "brand_name", "brand_name_en"):
        assert getattr(prefecture, name) != getattr(seat, name), name


def test_xuanen_is_always_written_with_a_plain_apostrophe():
    for path in [*SITES.rglob("*.toml"), *SITES.rglob("*.po")]:
        wrong = re.findall(r"Xuan(?!'en\b)[’‘`´]?en\b|Xuan&\S+?;en", path.read_text(encoding="utf-8"))
        assert wrong == [], path


@pytest.fixture
def xuanen(nine_sites) -> Client:
    return Client(headers={"host": "xuanen.localhost"})


def test_pages_write_the_apostrophe_once(xuanen):
    html = xuanen.get("/en/site-map/").content.decode()
    assert "Xuan'en" in unescape(re.search(r"<title>(.*?)</title>", html)[1])
    assert not re.search(r"&amp;(#x27|#39|apos)", html)
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL):
        assert "&#" not in json.dumps(json.loads(data))


def test_feed_and_manifest_write_the_apostrophe_once(xuanen):
    feed = xuanen.get("/en/feed.xml").content
    assert "Xuan'en" in feedparser.parse(feed).feed.title
    assert b"&amp;" not in feed
    assert "Xuan'en" in xuanen.get("/en/manifest.webmanifest").json()["name"]


def test_the_chinese_home_page_names_the_county_in_english_too(xuanen):
    html = xuanen.get("/").content.decode()
    english = re.search(r'<p class="hero__english" lang="en">(.*?)</p>', html)[1]
    assert unescape(english) == "Xuan'en County"
