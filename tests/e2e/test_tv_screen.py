"""The television screen, by remote control alone."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.platform import Platform, hosts
from tests.e2e.television import READY, Television
from tests.e2e.test_editor import sign_in
from tests.e2e.test_every_page import WCAG
from tests.e2e.watching import Watch

HOST = "lichuan.localhost"
SIZES = [(1280, 720), (1920, 1080)]
SHOWN = ["腾龙洞", "水用了很久，写出一条峡谷和一座洞", "把权力晒在阳光下", "水杉小学", "Enshi Grand Canyon"]


@pytest.fixture(scope="module")
def desk(platform: Platform, browser: Browser) -> Page:
    """Of the channel, with one page of each kind on television beside those that a demonstration begins with."""
    context = browser.new_context(locale="zh-CN")
    page = sign_in(context, platform, "prefecture-tv")
    page.set_default_timeout(60_000)
    for title in SHOWN:
        act(page, platform, title, "approve")
    yield page
    context.close()


def act(desk: Page, platform: Platform, title: str, action: str) -> None:
    desk.goto(platform.url("localhost", f"/admin/tv/?title={title}"))
    # Others may have the words in longer titles.
    exact = desk.get_by_label(title, exact=True)
    (exact if exact.count() else desk.locator("input[name=page]")).first.check()
    desk.locator(f"button[value={action}]").click()
    expect(desk.locator(".messages .success").last).to_be_visible()


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    """Without a free line for events a screen asks instead: two screens have theirs, a third may be told so."""
    return Watch(context, expected=["Failed to load resource: the server responded with a status of 503"])


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[1]}p")
def tv(request, platform: Platform, context: BrowserContext, watch: Watch, desk: Page) -> Television:
    return Television(platform, context, *request.param)


def open_card(page: Page, link: str) -> None:
    page.evaluate("(link) => tv.focus.to(document.querySelector(`.card[href='${link}']`))", link)
    page.keyboard.press("Enter")


def items(platform: Platform, query: str = "") -> list[dict]:
    return json.loads(platform.get("localhost", f"/api/tv/v1/items?limit=100{query}").text)["items"]


def item_with(platform: Platform, type_: str) -> dict:
    return next(item for item in items(platform, f"&type={type_}") if item["lead"] or type_ == "commentary")


def test_the_arrows_reach_everything_on_the_first_view(tv: Television, watch: Watch):
    """A walk over rows, the functions and back: the focus is always to be seen, and nothing is out of the safe area."""
    tv.open("localhost")
    assert "hero" in tv.focus()["name"]
    faults, visited = [], set()
    walk = [*["ArrowDown", "ArrowRight", "ArrowRight"] * 4, *["ArrowLeft"] * 9, "ArrowDown", "ArrowRight"]
    for number, key in enumerate([*walk, *["ArrowUp"] * 5]):
        tv.press(key)
        visited.add(tv.focus()["words"])
        faults += tv.focus_faults() + (tv.faults() if number % 3 == 0 else [])
    assert faults == []
    assert len(visited) > 10 and "hero" in tv.focus()["name"], "The way back leads to the beginning."
    assert watch.take() == []


@pytest.mark.parametrize("type_", ["news", "scenic_spot", "commentary", "smart_campus"])
def test_an_item_is_read_by_screenfuls_and_left_where_it_was_opened(
    tv: Television, platform: Platform, watch: Watch, type_: str
):
    if not (found := items(platform, f"&type={type_}")):
        pytest.fail(f"No {type_} is on television.")
    page = tv.open("localhost")
    open_card(page, f"#/item/{found[-1]['id']}")
    expect(page.locator(".item h1")).to_have_text(found[-1]["title"])
    faults = tv.faults() + tv.focus_faults()
    for _page in range(12):
        tv.press("ArrowDown")
        faults += tv.faults() + tv.focus_faults()
        if "text" not in tv.focus()["name"]:
            break
    assert faults == []
    assert "action" in tv.focus()["name"], "Beyond the last screenful are the functions."
    tv.press("ArrowUp", "ArrowRight")
    tv.press("Escape")
    expect(page.locator(".home .card").first).to_be_visible()
    assert tv.focus()["words"].endswith(found[-1]["title"]), "Back is where one came from."
    assert watch.take() == []


def test_pictures_programme_loop_and_code_by_remote_control(tv: Television, platform: Platform, watch: Watch):
    page = tv.open("localhost", "/tv/?keys=functions")
    faults = []
    for key, view in (("F2", ".guide h1"), ("F1", ".slide")):
        tv.press(key)
        expect(page.locator(view)).to_be_visible()
        faults += tv.faults()
        tv.press("Escape")
    expect(page.locator(".home .card").first).to_be_visible()
    several = next(item for item in items(platform) if len(item["pictures"]) > 1)
    page.goto(platform.url("localhost", f"/tv/?keys=functions#/item/{several['id']}"))
    expect(page.locator("[data-gallery]")).to_be_visible()
    tv.press("F4")
    expect(page.locator(".qr-large img")).to_be_visible()
    faults += tv.faults()
    tv.press("Backspace")
    page.locator("[data-gallery]").click()
    expect(page.locator(".gallery .band-count")).to_have_text(f"1 / {len(several['pictures'])}")
    faults += tv.faults()
    tv.press("ArrowRight")
    expect(page.locator(".gallery .band-count")).to_have_text(f"2 / {len(several['pictures'])}")
    tv.press("Escape")
    expect(page.locator(".item h1")).to_be_visible()
    assert faults == [] and watch.take() == []


def test_back_on_the_first_view_breaks_nothing(tv: Television):
    page = tv.open(HOST)
    tv.press("ArrowDown", "ArrowRight", "Escape", "Escape", "Backspace")
    expect(page.locator(".home .card").first).to_be_visible()
    assert "hero" in tv.focus()["name"]


def test_keys_of_televisions_mean_what_the_maker_meant(tv: Television):
    page = tv.open(HOST)
    press = "(code) => document.dispatchEvent(new KeyboardEvent('keydown', {keyCode: code, bubbles: true}))"
    for code, view in ((40, ".hero"), (404, ".guide h1"), (461, ".hero"), (403, ".slide"), (10009, ".hero")):
        page.evaluate(press, code)
        expect(page.locator(view)).to_be_visible()


def test_large_type_stays_chosen(tv: Television):
    page = tv.open(HOST, "/tv/?keys=functions")
    page.keyboard.press("Enter")
    size = "parseFloat(getComputedStyle(document.querySelector('.columns')).fontSize)"
    before = page.evaluate(size)
    tv.press("F3")
    assert page.evaluate(size) > before * 1.2 and tv.faults() == []
    page.reload()
    expect(page.locator(".columns")).to_be_visible()
    assert page.evaluate(size) > before * 1.2


@pytest.mark.parametrize("type_", ["news", "scenic_spot"])
def test_the_code_on_the_screen_leads_to_the_same_item_on_a_telephone(
    tv: Television, platform: Platform, browser: Browser, type_: str
):
    item = item_with(platform, type_)
    page = tv.open("localhost", f"/tv/#/item/{item['id']}")
    tv.wait("document.querySelector('.hand-over .qr img')?.complete")
    box = page.locator(".hand-over .qr").bounding_box()
    # Modules of the code without its quiet zone, at 1080p at least 200 pixels.
    quiet = 8 / page.evaluate("document.querySelector('.hand-over .qr img')?.naturalWidth / 8")
    assert box["width"] * (1 - quiet) >= 200 * tv.height / 1080
    [address] = tv.codes()
    assert address == item["links"]["phone"]
    phone = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(address)
    expect(phone.locator("h1")).to_have_text(item["headline"])
    if type_ == "scenic_spot":
        assert phone.locator("main a[href^='tel:'], main a[href*='leaving']").count() > 0
    phone.context.close()


def test_a_service_goes_to_the_telephone_by_its_code(tv: Television, platform: Platform, watch: Watch):
    [*_others, service] = json.loads(platform.get(HOST, f"/api/tv/v1/services?site={HOST}").text)["items"]
    page = tv.open(HOST)
    open_card(page, f"#/service/{service['id']}")
    expect(page.locator(".qr-large h1")).to_have_text(service["label"])
    tv.wait("document.querySelector('.qr-large img')?.naturalWidth > 0")
    assert tv.codes() == [service["phone"]] and tv.faults() == []
    tv.press("Escape")
    expect(page.locator(".hero-title")).to_be_visible()
    assert tv.focus()["words"].strip() == service["label"] and watch.take() == []


def test_without_a_network_the_last_edition_goes_on(platform: Platform, context: BrowserContext, desk: Page):
    tv = Television(platform, context)
    page = tv.open(HOST)
    title = page.locator(".hero-title").inner_text()
    tv.wait("caches.open('tv screen').then((store) => store.keys()).then((all) => all.length > 20)")
    tv.wait("!!navigator.serviceWorker.controller")
    context.set_offline(True)
    page.reload()
    expect(page.locator(".hero-title")).to_have_text(title)
    expect(page.locator("#state")).to_have_text(re.compile(r"无网络 · 更新于 \d\d:\d\d"))
    tv.wait("document.querySelector('.hero-picture img')?.naturalWidth === 1280")
    tv.press("Enter")
    expect(page.locator(".item h1")).to_be_visible()
    tv.wait("document.querySelector('.qr img')?.naturalWidth > 0")
    context.set_offline(False)
    expect(page.locator("#state")).to_have_text(re.compile(r"^更新于 \d\d:\d\d"), timeout=15_000)


def test_what_is_too_old_or_out_of_date_is_not_shown_without_a_network(platform, context: BrowserContext, desk: Page):
    tv = Television(platform, context)
    page = tv.open(HOST)
    tv.wait("!!navigator.serviceWorker.controller")
    title = page.locator(".hero-title").inner_text()
    page.evaluate(
        """(title) => {
      const items = tv.stock.data().items;
      const soon = new Date(tv.now() + 1500).toISOString();
      for (const id in items) if (items[id].title === title) items[id].valid_to = soon;
      tv.stock.save();
    }""",
        title,
    )
    context.set_offline(True)
    page.wait_for_timeout(1600)
    page.reload()
    expect(page.locator(".hero-title")).not_to_have_text(title)
    page.clock.install()
    page.clock.set_fixed_time(page.evaluate("Date.now() + 8 * 24 * 3600 * 1000"))
    page.reload()
    expect(page.locator(".notice h1")).to_have_text("没有网络")
    context.set_offline(False)


def test_what_is_taken_off_leaves_the_screen_at_once(platform: Platform, context: BrowserContext, desk: Page):
    item = next(item for item in items(platform) if item["type"] == "news" and item["lead"])
    tv = Television(platform, context)
    page = tv.open("localhost", f"/tv/#/item/{item['id']}")
    expect(page.locator(".item h1")).to_have_text(item["title"])
    act(desk, platform, item["headline"], "take_off")
    expect(page.locator(".notice h1")).to_have_text("这条内容已下线", timeout=15_000)
    tv.press("Enter")
    expect(page.locator(".home .card").first).to_be_visible()
    assert item["title"] not in page.locator(".home").inner_text()


def test_a_loop_that_somebody_has_paused_lets_go_of_what_is_taken_off(platform, context: BrowserContext, desk: Page):
    tv = Television(platform, context)
    page = tv.open("localhost", "/tv/#/kiosk")
    tv.press("Enter")
    expect(page.locator("[data-paused]")).to_be_visible()
    title = page.locator(".slide-title").inner_text()
    item = next(item for item in items(platform) if item["title"] == title)
    act(desk, platform, item["headline"], "take_off")
    expect(page.locator(".slide-title")).not_to_have_text(title, timeout=15_000)
    act(desk, platform, item["headline"], "approve")


def test_a_network_that_answers_with_a_page_of_its_own_is_none(platform, context: BrowserContext, desk: Page):
    tv = Television(platform, context)
    page = tv.open(HOST)
    expect(page.locator("#state")).to_have_text(re.compile(r"^更新于"))
    page.route("**/api/tv/v1/**", lambda route: route.fulfill(body="<p>Please log in</p>", content_type="text/html"))
    expect(page.locator("#state")).to_have_text(re.compile("无网络"), timeout=15_000)
    expect(page.locator(".hero-title")).to_be_visible()
    page.unroute("**/api/tv/v1/**")
    expect(page.locator("#state")).to_have_text(re.compile(r"^更新于"), timeout=15_000)


@pytest.mark.parametrize("drill", [False, True], ids=["actual", "drill"])
def test_a_long_alert_can_be_read_to_its_end(tv: Television, drill: bool):
    page = tv.open(HOST)
    # The longest that the form takes.
    alert = {
        "id": "a",
        "sent": "x",
        "level": "red",
        "event": "暴雨",
        "sender_name": "示例气象台",
        "drill": drill,
        "headline": "暴雨红色预警" * 10,
        "description": "水位上涨。" * 100,
        "instruction": "请往高处走。" * 83,
        "effective": "2026-01-01T00:00:00+08:00",
        "expires": "2099-01-01T00:00:00+08:00",
    }
    page.route("**/api/tv/v1/alerts?**", lambda route: route.fulfill(json={"items": [alert]}))
    page.evaluate("tv.alerts.look()")
    expect(page.locator(".alert-instruction")).to_be_visible()
    end = ".alert-until"
    for part in (".alert-instruction", ".alert-description"):
        expect(page.locator(part)).to_be_visible(timeout=12_000)
        bottom = page.locator(part).bounding_box()
        assert bottom["y"] + bottom["height"] <= page.locator(end).bounding_box()["y"] + 1
        assert tv.faults() == []
        tv.press("ArrowRight")


def test_axe_has_nothing_against_any_view(platform: Platform, context: BrowserContext, desk: Page):
    tv, found = Television(platform, context), {}
    scenic, news = item_with(platform, "scenic_spot")["id"], item_with(platform, "news")["id"]
    voice = item_with(platform, "commentary")["id"]
    views = ["", f"item/{news}", f"item/{scenic}", f"item/{voice}", f"gallery/{news}/0", f"qr/{news}", "guide", "kiosk"]
    for host, path in [("localhost", "/tv/"), ("localhost", "/en/tv/"), (HOST, "/tv/")]:
        for view in views if path == "/tv/" and host == "localhost" else views[:1]:
            page = tv.open(host, f"{path}#/{view}")
            page.reload()
            page.wait_for_selector(READY)
            violations = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
            if violations:
                found[host + path + view] = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
    assert found == {}


@pytest.mark.parametrize("host", hosts().values())
def test_every_site_has_its_screen_in_its_own_colours(
    platform: Platform, context: BrowserContext, desk: Page, host: str
):
    tv = Television(platform, context, 3840, 2160)
    page = tv.open(host)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 64
    assert page.locator(".woven-hooks").bounding_box()["width"] == 3840
    assert tv.faults() == []


def test_without_javascript_the_screen_says_what_it_needs(platform: Platform, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(platform.url(HOST, "/en/tv/"))
    # By elements: Playwright reads neither texts nor roles inside of noscript.
    expect(page.locator("noscript p").first).to_contain_text("这个画面需要 JavaScript")
    page.locator("noscript a", has_text="ordinary pages").click()
    expect(page).to_have_url(re.compile("/en/"))
    context.close()


def test_the_editor_sees_the_draft_as_television_would_show_it(
    platform: Platform, context: BrowserContext, watch: Watch
):
    page = sign_in(context, platform, "admin")
    number = json.loads(platform.get(HOST, "/api/v2/pages/?type=news.NewsPage&limit=1").text)["items"][0]["id"]
    page.goto(platform.url("localhost", f"/admin/pages/{number}/edit/"))
    page.locator("[name=tv_title]").evaluate("(field) => field.value = '草稿里的标题'")
    page.get_by_role("button", name=re.compile("预览")).first.click()
    preview = page.frame_locator("iframe[title*='预览']").last
    # Wagtail drops a change of the mode while it loads the first preview.
    expect(preview.locator("h1")).to_be_visible(timeout=20_000)
    page.get_by_label(re.compile("预览模式|Preview mode")).select_option("tv")
    expect(preview.locator(".item h1")).to_have_text("草稿里的标题", timeout=20_000)
    assert preview.locator(".qr img").get_attribute("src").startswith("data:")
    assert watch.take() == []
