"""People search: with and without script, by keyboard, on a telephone, in the dark; and the page keeps the rules."""

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.platform import Platform
from tests.e2e.test_every_page import MAX_CSS, MAX_HTML, MAX_JS, WCAG

SEARCHES = {
    "empty": "/search/",
    "results": "/search/?q=峡谷&scope=family",
    "filtered": "/search/?q=峡谷&scope=family&type=news",
    "shortcuts": "/search/?q=挂号",
    "a slip": "/search/?q=腾龙祠",
    "nothing": "/search/?q=zzzqqq",
    "traditional": "/zh-hant/search/?q=峽谷&scope=family",
    "english": "/en/search/?q=cave&scope=family",
}


@pytest.fixture
def tab(context) -> Page:
    return context.new_page()


@pytest.fixture(params=SEARCHES.values(), ids=SEARCHES.keys())
def address(request, platform: Platform) -> str:
    return platform.url("lichuan.localhost", request.param)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_search_page_does_not_scroll_sideways(tab: Page, address: str, width: int):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_search_page_has_no_barrier_that_axe_can_see(tab: Page, address: str, mode: str):
    tab.emulate_media(color_scheme=mode)
    tab.goto(address)
    found = Axe().run(tab, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found] == []


def test_the_search_page_is_valid_and_small(tab: Page, platform: Platform, html_errors):
    for name, path in SEARCHES.items():
        sizes = {"css": 0, "js": 0, "html": 0}

        def weigh(response, sizes=sizes) -> None:
            kind = response.headers.get("content-type", "")
            for part, word in (("css", "text/css"), ("js", "javascript"), ("html", "text/html")):
                sizes[part] += len(response.body()) if word in kind else 0

        tab.on("response", weigh)
        tab.goto(platform.url("lichuan.localhost", path), wait_until="networkidle")
        tab.remove_listener("response", weigh)
        assert sizes["html"] <= MAX_HTML and sizes["css"] <= MAX_CSS and sizes["js"] <= MAX_JS, (name, sizes)
        answer = platform.get("lichuan.localhost", quote(path, safe="/?&="))
        assert html_errors({name: answer.text}) == {}


def test_a_name_is_chosen_from_the_suggestions_by_keyboard(tab: Page, platform: Platform):
    tab.goto(platform.url("lichuan.localhost"))
    field = tab.get_by_role("combobox")
    field.press_sequentially("tenglong", delay=20)
    options = tab.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_have_text("腾龙洞")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    field.press("Escape")
    expect(options.first).to_be_hidden()
    field.press_sequentially("d")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(tab.locator("h1")).to_be_visible()
    assert "/search/?q=" in tab.url or "/scenic/" in tab.url


def test_an_open_list_of_suggestions_has_no_barrier(tab: Page, platform: Platform):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(platform.url("lichuan.localhost", "/search/"))
    tab.get_by_role("combobox").press_sequentially("dxg", delay=20)
    expect(tab.get_by_role("option").first).to_be_visible()
    found = Axe().run(tab, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    assert [each["id"] for each in found] == []


def test_without_javascript_a_resident_searches_narrows_and_reads(platform: Platform, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(platform.url("lichuan.localhost"))
    tab.locator(".bottom-bar").get_by_role("link", name="搜索").click()
    tab.get_by_role("searchbox").fill("腾龙洞")
    tab.locator("main").get_by_role("button", name="搜索").click()
    tab.get_by_role("link", name="全部站点").click()
    expect(tab).to_have_url(platform.url("lichuan.localhost", "/search/?q=%E8%85%BE%E9%BE%99%E6%B4%9E&scope=family"))
    tab.locator("#filters").get_by_role("link", name="新闻").click()
    expect(tab.locator(".result__title")).not_to_have_count(0)
    tab.locator(".result__title a").first.click()
    expect(tab.locator("main")).to_contain_text("腾龙洞")
    context.close()


def test_on_paper_only_the_results_stay(tab: Page, platform: Platform):
    tab.goto(platform.url("lichuan.localhost", SEARCHES["results"]))
    tab.emulate_media(media="print")
    expect(tab.locator(".search-form")).to_be_hidden()
    expect(tab.locator("#filters")).to_be_hidden()
    expect(tab.locator(".result__title").first).to_be_visible()


def test_focus_is_visible_in_the_search_field(tab: Page, platform: Platform):
    tab.goto(platform.url("lichuan.localhost", "/search/"))
    form = tab.locator("main .search-form")
    before = form.evaluate("form => getComputedStyle(form).outlineWidth")
    tab.get_by_role("combobox").focus()
    assert form.evaluate("form => getComputedStyle(form).outlineStyle") == "solid"
    assert form.evaluate("form => getComputedStyle(form).outlineWidth") != before
