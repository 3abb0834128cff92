"""What the screen is made of: little, old-fashioned, the same for everybody."""

import json
import re
from itertools import product

import pytest
from bs4 import BeautifulSoup
from calmjs.parse import es5
from django.conf import settings
from django.test import Client

from cms.tv.screen.scripts import FILES, script
from cms.tv.screen.styles import sheet, tokens
from tests.themes.test_contrast import AA, contrast

SCRIPTS = sorted((settings.THEMES_DIR / "base/static/base/tv").glob("*.js"))
MOST = 100_000
# What browsers of ten years ago do not understand, or only with help.
MODERN = re.compile(
    r"var\(|--|@layer|@supports|@container|:has\(|:is\(|:where\(|:not\(|::before|::after|grid|flex|calc\(|clamp\("
    r"|min\(|max\(|inset|object-fit|aspect-ratio|(?<!-)gap:|(?:block|inline)-(?:start|end)|oklch|color-mix|&",
)
# Text on ground, by token.
PAIRS = [
    *product(("--tv-ink", "--tv-muted", "--accent-night", "--thread-day"), ("--tv-ground", "--tv-panel")),
    ("--on-accent-day", "--accent-day"),
    ("--on-accent-night", "--accent-night"),
    *(("--tv-alert-ink", f"--tv-alert-{level}") for level in ("red", "orange", "blue")),
    ("--tv-alert-dark", "--tv-alert-yellow"),
]
# Large and bold: the grade of a place.
LARGE = {("--thread-day", "--tv-ground"), ("--thread-day", "--tv-panel")}


@pytest.fixture
def get(family):
    def answer(path: str, host: str = "localhost"):
        return Client(SERVER_NAME=host).get(path)

    return answer


def test_the_prefecture_shows_all_sites_and_a_county_its_own(get, family):
    assert BeautifulSoup(get("/tv/").content, "html.parser").body["data-host"] == ""
    county = family.lichuan.hostname
    assert BeautifulSoup(get("/tv/", county).content, "html.parser").body["data-host"] == county


@pytest.mark.parametrize(
    "prefix, locale, tag", [("", "zh-hans", "zh-Hans"), ("/zh-hant", "zh-hant", "zh-Hant"), ("/en", "en", "en")]
)
def test_the_address_says_which_language_the_screen_speaks(get, prefix, locale, tag):
    page = BeautifulSoup(get(f"{prefix}/tv/").content, "html.parser")
    assert page.html["lang"] == tag and page.body["data-locale"] == locale
    assert page.find("noscript").find_all(lang=True)[0]["lang"] == "zh-Hans"


def test_the_shell_can_be_kept_by_anybody_and_holds_no_item(get, page):
    answer = get("/tv/")
    assert "public" in answer["Cache-Control"] and not answer.cookies
    assert page.title not in answer.content.decode()


def test_nothing_in_the_shell_is_inline_and_every_template_is_there(get):
    page = BeautifulSoup(get("/tv/").content, "html.parser")
    assert all(script.get("src") for script in page.find_all("script")) and not page.find_all(style=True)
    names = {node["data-view"] for node in page.find(id="views").find_all(attrs={"data-view": True})}
    wanted = {"home", "item", "gallery", "qr", "guide", "kiosk", "slide", "alert", "offline", "gone"}
    assert names >= wanted


def test_shell_style_and_scripts_together_weigh_less_than_a_hundred_kilobytes(get):
    answer = get("/tv/")
    page = BeautifulSoup(answer.content, "html.parser")
    [script] = page.find_all("script")
    addresses = [page.find("link", rel="stylesheet")["href"], script["src"], "/tv/worker.js"]
    assert len(answer.content) + sum(len(get(address).content) for address in addresses) < MOST


def test_the_script_is_all_of_the_files_in_one_and_stays_ecmascript_5():
    assert {f"{name}.js" for name in FILES} | {"worker.js"} == {path.name for path in SCRIPTS}
    assert es5(script()).children()
    assert "/*" not in script() and len(script()) < sum(path.stat().st_size for path in SCRIPTS) * 0.8


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_ecmascript_5(script):
    assert es5(script.read_text(encoding="utf-8")).children()


def test_the_parser_would_notice_a_newer_script():
    with pytest.raises(Exception, match="Mismatched|Unexpected|Illegal|parsing"):
        es5("const late = () => `${1}`;")


@pytest.mark.parametrize("theme", ["", *settings.THEMES])
def test_the_style_sheet_is_flat_and_its_text_can_be_read(theme):
    style = sheet(theme)
    assert MODERN.findall(style) == []
    assert style.count("{") == style.count("}") > 100
    outside = re.sub(r"@(?:-webkit-)?(?:keyframes|media)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style)
    assert not re.search(r"\{[^}]*\{", outside), "Nothing is nested."
    found = tokens(theme)
    weak = {pair: ratio for pair in PAIRS if (ratio := contrast(found, *pair)) < (3 if pair in LARGE else AA)}
    assert weak == {}


def test_every_site_has_its_own_colours(get):
    assert len({sheet(theme) for theme in settings.THEMES}) == len(settings.THEMES) == 9


def test_sizes_keep_to_the_rule_for_screens():
    """R-3: at 1080p body text at least 32 pixels, titles 48, nothing below 24; a unit is 20 pixels."""
    sizes = {name: float(value.removesuffix("rem")) * 20 for name, value in tokens("").items() if value.endswith("rem")}
    assert sizes["--tv-body"] >= 32 and sizes["--tv-title"] >= 48 and sizes["--tv-small"] >= 24
    written = [float(size) * 20 for size in re.findall(r"font-size: ([\d.]+)rem", sheet(""))]
    assert written and min(written) >= 24


def test_the_worker_rules_over_the_folder_of_the_screen_and_is_always_asked_for(get):
    answer = get("/en/tv/worker.js")
    assert answer["Content-Type"].startswith("text/javascript") and "no-cache" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_key_map_names_known_meanings_only():
    path = settings.THEMES_DIR / "base/static/base/tv/keymap.json"
    vendors = json.loads(path.read_text(encoding="utf-8"))["vendors"]
    meanings = {"up", "down", "left", "right", "ok", "back", "red", "green", "yellow", "blue"}
    for vendor in vendors.values():
        assert vendor["name"] and all(code.isdigit() for code in vendor["codes"])
        assert set(vendor["codes"].values()) <= meanings
