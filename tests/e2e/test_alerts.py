"""An alert from the form onto every page and off again, and the control room, in a real browser."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.platform import Platform
from tests.e2e.test_editor import sign_in
from tests.e2e.test_every_page import WCAG

REFRESHED = 20_000


def findings(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in results.response["violations"]]


def test_an_alert_goes_over_every_page_and_off_again(context, platform: Platform):
    page = sign_in(context, platform, "prefecture-tv")
    page.goto(platform.url("localhost", "/admin/tv/alerts/new/?begin=flood"))
    page.locator("[name=status][value=Exercise]").check()
    page.locator(".tv-alerts__form button[type=submit]").click()
    page.locator("[name=reason]").fill("季度演练")
    assert findings(page) == []
    page.locator(".tv-alerts__form button.serious").click()
    alert = page.url
    expect(page.locator(".tv-look--tv")).to_contain_text("演练 DRILL")
    assert findings(page) == []

    reader = context.new_page()
    for path in ("/", "/en/"):
        reader.goto(platform.url("lichuan.localhost", path))
        banner = reader.locator(".alerts [role=alert]")
        expect(banner).to_have_count(1)
        expect(banner.locator(".alert__drill")).to_be_visible()
        assert findings(reader) == []

    page.goto(alert)
    all_clear = page.locator("[name=action][value=all_clear]")
    expect(all_clear).to_be_hidden()
    page.locator(".confirm > summary").click()
    assert findings(page) == []
    page.locator("[name=reason]").fill("演练结束")
    all_clear.click()
    page.wait_for_load_state()
    reader.wait_for_timeout(REFRESHED)  # As long as another process may remember what was in force.
    reader.reload()
    expect(reader.locator(".alerts [role=alert]")).to_have_count(0)


def test_the_control_room_refreshes_itself_and_leaves_the_focus_where_it_was(context, platform: Platform):
    page = sign_in(context, platform, "prefecture-tv")
    page.goto(platform.url("localhost", "/admin/tv/screens/new/"))
    for name, text in {"code": "hall-1", "name": "市民中心大屏", "place": "一楼"}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=channel]").select_option(index=1)
    page.locator(".tv-room__form button[type=submit]").click()
    expect(page.locator("#secret")).to_have_value(re.compile("^yss_"))
    page.goto(platform.url("localhost", "/admin/tv/screens/"))
    expect(page.locator(".tv-room__row--bad")).to_contain_text("市民中心大屏")
    assert findings(page) == []
    link = page.locator(".tv-room__row a")
    link.focus()
    link.evaluate("link => { link.dataset.old = 'yes' }")
    expect(page.locator(".tv-room__row a[data-old]")).to_have_count(0, timeout=REFRESHED)
    expect(page.locator(".tv-room__row a")).to_be_focused()
