"""Making a rundown in a real browser: nothing that somebody types is lost."""

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.e2e.platform import Platform
from tests.e2e.test_alerts import findings
from tests.e2e.test_editor import sign_in


@pytest.fixture
def page(context, platform: Platform) -> Page:
    """A new rundown with two rows, not saved."""
    page = sign_in(context, platform, "prefecture-tv")
    page.goto(platform.url("localhost", "/admin/tv/programme/new/"))
    for name, value in {"title": "午间", "starts_at": "12:00", "ends_at": "12:30"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form button[type=submit]").click()
    for number in range(2):
        page.locator("#tv-found [value^='add:item:']").nth(number).click()
        expect(page.locator(".tv-row")).to_have_count(number + 1)
    return page


def hold(page: Page) -> list[Route]:
    """What the page asks from now on, each waiting for its `continue_`."""
    held: list[Route] = []
    page.route("**/admin/tv/programme/*/", lambda route: held.append(route))
    return held


def let_go(page: Page, held: list[Route]) -> None:
    while not held:
        page.wait_for_timeout(50)
    held.pop().continue_()


def test_what_is_typed_while_the_server_answers_stays(page):
    first, second = page.locator(".tv-row").first, page.locator(".tv-row").last
    first.locator("summary").click()
    held = hold(page)
    first.locator("[name=row-seconds]").fill("100")
    first.locator("[name=row-title]").click()
    page.keyboard.type("noon")
    page.keyboard.press("ArrowLeft")
    let_go(page, held)
    expect(second.locator(".tv-row-time")).to_have_text("12:01:40")
    page.keyboard.type("-")
    expect(first.locator("[name=row-title]")).to_have_value("noo-n")
    expect(first.locator("[name=row-title]")).to_be_focused()
    expect(first.locator("details")).to_have_attribute("open", "")


def test_a_row_that_moves_takes_along_what_is_typed_and_opened_in_it(page):
    first = page.locator(".tv-row").first
    name = first.locator("strong").inner_text()
    first.locator("summary").click()
    first.locator("[name=row-spoken]").fill("请看大屏幕")
    held = hold(page)
    first.locator("[value='move:0:1']").click()
    first.locator("[name=row-title]").fill("noon")
    let_go(page, held)
    last = page.locator(".tv-row").last
    expect(last.locator("strong")).to_have_text(name)
    expect(last.locator("[name=row-title]")).to_have_value("noon")
    expect(last.locator("[name=row-spoken]")).to_be_visible()
    expect(last.locator("[name=row-spoken]")).to_have_value("请看大屏幕")
    assert findings(page) == []


def test_finding_replaces_what_is_found_alone(page):
    row = page.locator(".tv-row").first
    held = hold(page)
    page.locator("[name=find-title]").fill("没有叫这个的")
    row.locator("[name=row-title]").click()
    page.keyboard.type("noon")
    let_go(page, held)
    expect(page.locator("#tv-found .tv-item")).to_have_count(0)
    expect(row.locator("[name=row-title]")).to_have_value("noon")
    expect(row.locator("[name=row-title]")).to_be_focused()


def test_a_wrong_rule_is_marked_at_its_field(page):
    rule = page.locator(".tv-settings").last
    rule.locator("summary").click()
    rule.locator("[name=rule-count]").fill("")
    rule.locator("[value=fill]").click()
    expect(rule.locator(".tv-error")).to_be_visible()
    expect(page.locator(".tv-row")).to_have_count(2)


def test_nobody_leaves_unsaved_work_without_a_word(page):
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    address, leave = page.url, "location.assign('/admin/tv/programme/')"
    page.evaluate(leave)
    page.wait_for_timeout(1000)
    assert (asked, page.url) == (["beforeunload"], address)
    page.locator("[name=do][value=save]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.evaluate(leave)
    page.wait_for_url("**/admin/tv/programme/")
    assert len(asked) == 1
