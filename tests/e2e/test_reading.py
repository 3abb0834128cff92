"""People read: on narrow and wide screens, without JavaScript, at night, on paper."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.platform import Platform, hosts

PAGES = {
    "home": ("localhost", "/"),
    "county home": ("laifeng.localhost", "/"),
    "news column": ("lichuan.localhost", "/news/"),
    "article": ("lichuan.localhost", "/news/longchuandiao-cong-zhonggua-changqi/"),
    "scenic spots": ("localhost", "/scenic/"),
    "scenic spot": ("lichuan.localhost", "/scenic/tenglongdong/"),
    "units": ("localhost", "/units/"),
    "campus": ("lichuan.localhost", "/units/shili-shuishan-xiaoxue/"),
    "commentaries": ("localhost", "/commentary/"),
    "about": ("lichuan.localhost", "/about/about-site/"),
    "site map": ("xuanen.localhost", "/site-map/"),
    "not found": ("hefeng.localhost", "/no-such-page/"),
}


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def address(request, platform: Platform) -> str:
    return platform.url(*request.param)


@pytest.fixture
def tab(context) -> Page:
    return context.new_page()


@pytest.mark.parametrize("width", [360, 768, 1366, 1920])
def test_no_page_scrolls_sideways(tab: Page, address: str, width: int):
    """G-10."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_browser_meets_no_foreign_host_and_no_error(tab: Page, address: str):
    requested, errors = [], []
    tab.on("request", lambda request: requested.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("response", lambda response: errors.append(response.url) if response.status >= 500 else None)
    tab.goto(address, wait_until="networkidle")
    assert requested
    assert [url for url in requested if url.split("/")[2].split(":")[0] not in hosts().values()] == []
    assert errors == []


def test_without_javascript_everything_can_be_read_and_reached(platform: Platform, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(platform.url("lichuan.localhost"))
    tab.locator("summary", has_text="菜单").click()
    menu = tab.locator("header nav").get_by_role("link", name="景区")
    expect(menu.last).to_be_visible()
    menu.last.click()
    expect(tab.locator("h1")).to_have_text("景区")
    tab.get_by_role("link", name="5A").first.click()
    expect(tab).to_have_url(platform.url("lichuan.localhost", "/scenic/?grade=5A"))
    tab.locator("main").get_by_role("link", name="腾龙洞").first.click()
    expect(tab.locator("main")).to_contain_text("怎么去")
    context.close()


def test_the_chosen_size_and_night_stay_on_the_next_page(tab: Page, platform: Platform):
    tab.goto(platform.url("lichuan.localhost"))
    before = tab.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    tab.get_by_role("button", name="大", exact=True).click()
    tab.goto(platform.url("lichuan.localhost", "/news/"))
    assert tab.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before * 1.2
    day = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    tab.locator("[data-mode-switch]").click()
    tab.goto(platform.url("lichuan.localhost", "/scenic/"))
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") != day


def test_on_paper_the_article_stands_alone_with_its_address(tab: Page, platform: Platform):
    host, path = PAGES["article"]
    tab.goto(platform.url(host, path))
    tab.emulate_media(media="print")
    for screen_only in tab.locator("header nav, .utility, .bottom-bar").all():
        expect(screen_only).to_be_hidden()
    expect(tab.locator("h1")).to_be_visible()
    expect(tab.get_by_text(platform.url(host, path)).first).to_be_visible()


def test_the_keyboard_reaches_the_content_at_once(tab: Page, platform: Platform):
    tab.goto(platform.url("lichuan.localhost"))
    tab.keyboard.press("Tab")
    skip = tab.locator("a:focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()
