"""The Content-Security-Policy forbids what nobody needs, and nothing that a reader or an editor does."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Locator, Page, expect

from cms.blocks.languages import LANGUAGES, SOURCE, home_path
from tests.e2e.platform import Platform
from tests.e2e.test_editor import picture, sign_in
from tests.e2e.watching import Watch

HOST = "lichuan.localhost"
SITES = ["localhost", HOST, "enshi.localhost"]
PAGE_TYPES = [
    "commentary.CommentaryIndexPage",
    "commentary.CommentaryPage",
    "news.NewsIndexPage",
    "news.NewsPage",
    "scenic.ScenicIndexPage",
    "scenic.ScenicSpotPage",
    "standard.HomePage",
    "standard.SectionPage",
    "standard.StandardPage",
    "units.SmartCampusPage",
    "units.UnitIndexPage",
]
# Not screens: they end the session or answer with a file.
NO_SCREENS = re.compile(r"/logout/|/export/|pofile/download|[?&]export=|/documents/.*/download")


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    return Watch(context)


@pytest.fixture
def admin(platform: Platform, context: BrowserContext, watch: Watch) -> Page:
    return sign_in(context, platform, "admin")


def editors_of_each_type(platform: Platform) -> list[str]:
    """One page of every type, in every language that has one."""
    found = {}
    for page_type in PAGE_TYPES:
        for locale in LANGUAGES:
            for host in SITES:
                answer = platform.get(host, f"/api/v2/pages/?type={page_type}&locale={locale}&limit=1")
                for item in json.loads(answer.text)["items"]:
                    found[page_type, locale] = f"/admin/pages/{item['id']}/edit/"
    assert {page_type for page_type, locale in found if locale == SOURCE.code} == set(PAGE_TYPES)
    return list(found.values())


def kind_of_screen(path: str) -> tuple | None:
    """The same for the edit screens of two pictures, different for those of a picture and a topic."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    values = [str(value) for value in [*match.args, *match.kwargs.values()]]
    return match.route, *(value for value in values if not value.isdigit())


def links(page: Page) -> list[str]:
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
    here = urlsplit(page.url).netloc
    return [
        urlsplit(address).path
        for address in addresses
        if urlsplit(address).netloc == here
        and urlsplit(address).path.startswith("/admin/")
        and not NO_SCREENS.search(address)
    ]


def test_no_admin_screen_is_hindered(platform: Platform, admin: Page, watch: Watch):
    """Every kind of screen that links lead to, and the editor of every type of page in every language."""
    waiting = editors_of_each_type(platform)
    kinds = {kind_of_screen(path) for path in waiting}
    visited, complaints = set(), {}
    waiting.append("/admin/")
    while waiting:
        path = waiting.pop(0)
        visited.add(path)
        assert admin.goto(platform.url("localhost", path)).status < 500, path
        admin.wait_for_timeout(100)
        if said := watch.take():
            complaints[path] = said
        for link in links(admin):
            kind = kind_of_screen(link)
            if kind and kind not in kinds:
                kinds.add(kind)
                waiting.append(link)
    assert complaints == {}
    assert len(visited) > 120


def dialogue(page: Page) -> Locator:
    return page.locator(".modal-content")


def open_story(platform: Platform, page: Page) -> str:
    """Opens the editor of a news page and returns the page's title."""
    story = json.loads(platform.get(HOST, "/api/v2/pages/?type=news.NewsPage&limit=1").text)["items"][0]
    page.goto(platform.url("localhost", f"/admin/pages/{story['id']}/edit/"))
    return story["title"]


def test_dates_are_picked_from_a_calendar(platform: Platform, admin: Page, watch: Watch):
    admin.goto(platform.url("localhost", "/admin/snippets/sitewide/alertbanner/add/"))
    field = admin.locator("[name=starts_at]")
    field.click()
    calendar = admin.locator(".xdsoft_datetimepicker:visible")
    calendar.locator("td[data-date='15']:not(.xdsoft_other_month)").click()
    expect(field).to_have_value(re.compile(r"^\d{4}-\d\d-15 \d\d:\d\d$"))
    assert watch.take() == []


def test_a_page_is_chosen_in_a_form(platform: Platform, admin: Page, watch: Watch):
    admin.goto(platform.url("localhost", "/admin/redirects/add/"))
    admin.locator("#id_redirect_page-chooser").get_by_role("button", name="选择一个页面").click()
    dialogue(admin).locator("a.choose-page").first.click()
    expect(admin.locator("[name=redirect_page]")).to_have_value(re.compile(r"^\d+$"))
    assert watch.take() == []


def test_rows_are_added_to_a_form(platform: Platform, admin: Page, watch: Watch):
    admin.goto(platform.url("localhost", "/admin/workflows/add/"))
    rows = admin.locator("#id_workflow_tasks-FORMS > *")
    before = rows.count()
    admin.locator("#id_workflow_tasks-ADD").click()
    expect(rows).to_have_count(before + 1)
    rows.last.locator("[data-chooser-action-choose]").first.click()
    expect(dialogue(admin)).to_be_visible()
    assert watch.take() == []


def test_the_focal_point_of_a_picture_is_drawn(platform: Platform, admin: Page, watch: Watch):
    admin.goto(platform.url("localhost", "/admin/images/"))
    admin.locator("a[href^='/admin/images/'][data-controller], ul.listing.images a, .image-choice").first.click()
    frame = admin.locator(".jcrop-holder .jcrop-tracker").last
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    admin.mouse.move(box["x"] + 40, box["y"] + 40)
    admin.mouse.down()
    admin.mouse.move(box["x"] + 140, box["y"] + 120, steps=5)
    admin.mouse.up()
    expect(admin.locator("[name=focal_point_width]")).not_to_have_value("")
    assert watch.take() == []


def test_a_text_is_written_formatted_linked_and_previewed(platform: Platform, admin: Page, watch: Watch):
    title = open_story(platform, admin)
    text = admin.locator(".public-DraftEditor-content").first
    text.click()
    admin.keyboard.press("Control+A")
    admin.keyboard.press("Backspace")
    admin.keyboard.type("云上的茶", delay=20)
    written = text.locator("[data-block]").last
    expect(written).to_have_text("云上的茶")
    admin.keyboard.press("Shift+Home")
    admin.keyboard.press("Control+B")
    expect(written.locator("span[style*='bold']")).to_have_text("云上的茶")
    admin.keyboard.press("Control+K")
    dialogue(admin).locator("a.choose-page").first.click()
    expect(written.locator("a")).to_have_text("云上的茶")
    admin.get_by_role("button", name=re.compile("预览")).first.click()
    preview = admin.frame_locator("iframe[title*='预览']").last
    expect(preview.locator("h1")).to_have_text(title, timeout=20_000)
    expect(preview.locator("main")).to_contain_text("云上的茶", timeout=20_000)
    assert watch.take() == []


def test_pictures_are_uploaded_many_at_a_time(platform: Platform, admin: Page, watch: Watch):
    admin.goto(platform.url("localhost", "/admin/images/multiple/add/"))
    admin.locator("#fileupload").set_input_files([picture("teal"), picture("plum")])
    expect(admin.locator("#upload-list .thumb canvas")).to_have_count(2, timeout=20_000)
    expect(admin.locator("#upload-list [name$='-title']")).to_have_count(2, timeout=20_000)
    assert watch.take() == []


def test_the_time_of_publication_is_picked_in_a_dialogue(platform: Platform, admin: Page, watch: Watch):
    open_story(platform, admin)
    admin.get_by_role("button", name="状态开关").click()
    admin.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first.click()
    admin.locator("#id_go_live_at").click()
    calendar = admin.locator(".xdsoft_datetimepicker:visible")
    calendar.locator("td[data-date='15']:not(.xdsoft_other_month)").click()
    expect(admin.locator("#id_go_live_at")).to_have_value(re.compile(r"^\d{4}-\d\d-15 "))
    assert watch.take() == []


@pytest.mark.parametrize("host", SITES)
def test_readers_meet_nothing_that_is_forbidden(platform: Platform, context: BrowserContext, watch: Watch, host: str):
    """One page of every kind in every language, the search, the notice before leaving, and what is not there."""
    page = context.new_page()
    paths = sorted(platform.sitemap(host), key=lambda path: path.count("/"))
    complaints = {}
    homes = [home_path(language) for language in LANGUAGES]
    for home in homes:
        others = tuple(other for other in homes if len(other) > len(home))
        own = [path for path in paths if path.startswith(home) and not path.startswith(others)]
        assert len(own) > 10
        for path in [*own[:12], *own[-3:], f"{home}search/?q=恩施", f"{home}site-map/", f"{home}no-such-page/"]:
            page.goto(platform.url(host, path))
            if said := watch.take():
                complaints[path] = said
    page.goto(platform.url(host, "/admin/login/"))
    assert watch.take() == [] and complaints == {}


def test_the_bar_of_staff_on_public_pages_breaks_no_rule(platform: Platform, context: BrowserContext, watch: Watch):
    page = sign_in(context, platform, "lichuan-editor", HOST)
    watch.take()
    for path in (f"/{column}/" for column in ("news", "scenic")):
        page.goto(platform.url(HOST, path))
        page.locator("[data-wagtail-userbar-trigger]").click()
        expect(page.get_by_role("menuitem", name="责任链")).to_be_visible()
    assert watch.take() == []


def test_the_players_of_embeds_are_the_only_frames(platform: Platform, context: BrowserContext, watch: Watch):
    context.route(re.compile(r"^https://"), lambda route: route.fulfill(body="player", content_type="text/html"))
    page = context.new_page()
    page.goto(platform.url(HOST))
    frame = "(address) => { const f = document.createElement('iframe'); f.src = address; document.body.append(f); }"
    page.evaluate(frame, "https://player.bilibili.com/player.html")
    expect(page.frame_locator("iframe").locator("body")).to_have_text("player")
    assert watch.take() == []
    page.evaluate(frame, "https://elsewhere.example/")
    page.wait_for_timeout(500)
    assert any("frame-src forbids https://elsewhere.example" in said for said in watch.take())


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/admin/"])
def test_code_that_was_smuggled_in_does_not_run(platform: Platform, admin: Page, watch: Watch, path: str):
    """And the listener of these tests would hear of it."""
    admin.goto(platform.url("localhost", path))
    admin.evaluate("""
        const script = document.createElement("script");
        script.textContent = "window.smuggled = true";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.smuggled = true'>");
        document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>");
    """)
    admin.wait_for_timeout(300)
    assert admin.evaluate("window.smuggled") is None
    said = " ".join(watch.take())
    for directive in ("script-src-elem", "script-src-attr", "style-src-attr"):
        assert f"{directive} forbids inline" in said
