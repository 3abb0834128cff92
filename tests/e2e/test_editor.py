"""A county editor writes, two people approve, the public reads: in a real browser."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from cms.core.slugs import pinyin_slug
from tests.e2e.platform import PASSWORD, Platform

HOST = "lichuan.localhost"
TITLE = "清江源头的第一缕茶香"
SLUG = pinyin_slug(TITLE)
COMMENT = "“第一缕”有没有出处？"
MENDED = "据农技站介绍，这里的茶芽比山下早十天。"


def sign_in(context: BrowserContext, platform: Platform, username: str, host: str = "localhost") -> Page:
    page = context.new_page()
    page.goto(platform.url(host, "/admin/login/"))
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(platform.url(host, "/admin/"))
    return page


def picture(colour: str) -> dict:
    data = io.BytesIO()
    Image.new("RGB", (1600, 900), colour).save(data, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


class Editor:
    """The page editor as a writer sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = page.locator("section[id$='-body-section']")

    def add_block(self, name: str) -> Locator:
        """Picks a block by its label in the block picker; returns the new block's section."""
        self.body.locator("button.c-sf-add-button").last.click()
        self.page.locator(".w-combobox__option").filter(has_text=re.compile(f"^{name}$")).click()
        return self.body.locator("[data-streamfield-child]").last

    def upload_picture(self, where: Locator, colour: str, alt: str) -> None:
        where.get_by_role("button", name="选择一个图片").click()
        dialog = self.page.locator(".modal-content")
        dialog.get_by_role("tab", name="上传").click()
        dialog.locator("[name=image-chooser-upload-file]").set_input_files(picture(colour))
        dialog.locator("[name=image-chooser-upload-title]").fill(alt)
        dialog.locator("[name=image-chooser-upload-description]").fill(alt)
        dialog.get_by_role("tabpanel", name="上传").get_by_role("button", name="上传").click()
        expect(dialog).to_be_hidden(timeout=20_000)

    def save_draft(self) -> None:
        # Autosave has created the draft by now; pressing the button while it does would create a second one.
        expect(self.page).to_have_url(re.compile("/edit/"), timeout=20_000)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="保存草稿").click()
        expect(self.page.locator(".messages .success").last).to_be_visible()


def test_from_the_first_word_to_the_public_page(platform: Platform, context: BrowserContext, browser):
    editor_page = sign_in(context, platform, "lichuan-editor")
    edit_url = write_news(platform, editor_page)
    assert_preview_shows_the_page(editor_page)
    assert_publishing_is_refused(platform, editor_page, edit_url)
    assert platform.get(HOST, f"/news/{SLUG}/").status == 404, "A draft must not be public."

    review_url = hand_in(platform, editor_page, edit_url)

    with phone_of(browser, platform, "lichuan-reviewer") as reviewer_page:
        return_with_a_comment(reviewer_page, review_url)
    assert_comment_is_at_its_place(editor_page, edit_url)
    with phone_of(browser, platform, "lichuan-editor") as page:
        mend_and_hand_in_again(page, platform)
    with phone_of(browser, platform, "lichuan-reviewer") as reviewer_page:
        approve_with_one_key(reviewer_page, review_url)
    assert platform.get(HOST, f"/news/{SLUG}/").status == 404, "One approval is not enough."
    with phone_of(browser, platform, "lichuan-admin") as checker_page:
        approve_with_one_key(checker_page, review_url)

    public = platform.get(HOST, f"/news/{SLUG}/")
    assert public.status == 200
    for text in (TITLE, MENDED, "采茶人说", "一芽一叶", "插画：茶山", "清明前后"):
        assert text in public.text
    assert public.text.count("<picture") >= 2
    address = platform.url(HOST, f"/news/{SLUG}/")
    assert address in platform.get(HOST, "/feed.xml").text
    assert address in platform.get(HOST, "/news/feed.xml").text
    assert f"/news/{SLUG}/" in platform.sitemap(HOST)
    assert TITLE in platform.get(HOST, "/").text
    assert address not in platform.get("badong.localhost", "/feed.xml").text
    assert_staff_see_who_answers_for_it(platform, editor_page, edit_url)


def write_news(platform: Platform, page: Page) -> str:
    """Writes a news page with five kinds of block and two pictures; returns the address of its editor."""
    page.goto(platform.url("localhost", "/admin/pages/"))
    home = page.locator("main").get_by_role("link", name="利川市").first.get_attribute("href")
    page.goto(platform.url("localhost", home.replace("/edit/", "/")))
    column = page.get_by_role("link", name="要闻动态").first.get_attribute("href")
    page.goto(platform.url("localhost", column.replace("/edit/", "/add_subpage/")))
    editor = Editor(page)
    expect(page.locator(".site-badge")).to_contain_text("利川")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("茶芽初展的那几天，山里人起得比雾还早。")
    editor.upload_picture(page.locator("section[id$='-lead_image-section']"), "olive", "示例：清晨的茶山")
    editor.add_block("文字").locator("[contenteditable=true]").fill("清明前后，茶芽一天一个样。")
    editor.add_block("小标题").locator("input[type=text]").fill("采茶人说")
    editor.add_block("引语").locator("textarea").fill("一芽一叶，慢一点采。")
    callout = editor.add_block("提示框")
    callout.locator("input[type=text]").fill("上山提示")
    callout.locator("[contenteditable=true]").fill("雨后路滑，请穿防滑鞋。")
    image_block = editor.add_block("图片")
    editor.upload_picture(image_block, "teal", "示例：茶园插画")
    image_block.locator("input[type=text]").first.fill("插画：茶山")
    page.locator("[name=source]").fill("示例融媒体中心")
    editor.save_draft()
    assert "/edit/" in page.url
    return page.url


def assert_preview_shows_the_page(page: Page) -> None:
    """As phone and desktop readers will see it, on the county's own look."""
    page.get_by_role("button", name=re.compile("预览")).first.click()
    frame = page.frame_locator("iframe[title*='预览']").last
    expect(frame.locator("h1")).to_have_text(TITLE, timeout=20_000)
    expect(frame.locator("html")).to_have_attribute("data-theme", "lichuan")


def assert_publishing_is_refused(platform: Platform, page: Page, edit_url: str) -> None:
    """Neither the button nor a forged request lets an editor publish."""
    page.goto(edit_url)
    assert page.get_by_role("button", name="发布", exact=True).count() == 0
    status = page.evaluate(
        """async () => {
            const form = new FormData(document.querySelector("[data-edit-form]"));
            form.set("action-publish", "action-publish");
            const answer = await fetch(location.href, {method: "POST", body: form});
            return answer.status;
        }"""
    )
    assert status in (200, 403)
    assert platform.get(HOST, f"/news/{SLUG}/").status == 404


@contextmanager
def phone_of(browser: Browser, platform: Platform, username: str) -> Iterator[Page]:
    """Somebody on the way, with a screen 390 pixels wide."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True)
    yield sign_in(context, platform, username)
    context.close()


def hand_in(platform: Platform, page: Page, edit_url: str) -> str:
    """Assesses the risks, hands the page in; returns the address of its review."""
    review_url = assess(platform, page, edit_url)
    page.goto(edit_url)
    press(page, "action-submit")
    return review_url


def assess(platform: Platform, page: Page, edit_url: str) -> str:
    """Both risks are low; returns the address of the page's review."""
    number = re.search(r"/pages/(\d+)/", edit_url)[1]
    page.goto(platform.url("localhost", f"/admin/risk/pages/{number}/"))
    for part in ("stability_level", "opinion_level"):
        page.locator(f"[name={part}][value='1']").check()
    with page.expect_navigation():
        page.locator(".risk-actions [type=submit]").click()
    return platform.url("localhost", f"/admin/review/{number}/")


def press(page: Page, action: str) -> None:
    """One of the editor's buttons, which may be in its menu."""
    button = page.locator(f"button[name={action}]")
    if not button.is_visible():
        page.locator("footer button.w-dropdown__toggle").click()
    with page.expect_navigation():
        button.click()
    expect(page.locator(".messages .success").last).to_be_visible()


def return_with_a_comment(page: Page, review_url: str) -> None:
    page.goto(review_url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    place = page.locator("[data-path=title]")
    place.get_by_text("批注").click()
    place.locator("textarea").fill(COMMENT)
    with page.expect_navigation():
        page.locator("button[value=return]").click()


def assert_comment_is_at_its_place(page: Page, edit_url: str) -> None:
    page.goto(edit_url)
    expect(page.locator(".messages")).to_contain_text("本级审核")
    page.locator("[data-side-panel-toggle=comments]").click()
    expect(page.locator(".comment", has_text=COMMENT)).to_be_visible()


def mend_and_hand_in_again(page: Page, platform: Platform) -> None:
    """From the first page of the admin: what came back is there, one tap away from being changed.

    A changed page wants its risks looked at again; what was said last stands in the form.
    """
    page.goto(platform.url("localhost", "/admin/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".review-row", has_text=TITLE).locator(".review-row__edit").click()
    page.locator("[name=summary]").fill(MENDED)
    press(page, "action-submit")
    page.locator(".messages").get_by_role("link", name="现在评估").click()
    with page.expect_navigation():
        page.locator(".risk-actions [type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def approve_with_one_key(page: Page, review_url: str) -> None:
    page.goto(review_url)
    page.locator("#review-comment").fill("a")
    assert page.locator("[data-review-pending]").inner_text() == "", "Whoever types an A does not approve."
    page.locator("#review-comment").fill("")
    page.locator("#review-comment").blur()
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(page.locator(".messages .success").last).to_be_visible()


def assert_staff_see_who_answers_for_it(platform: Platform, page: Page, edit_url: str) -> None:
    """Beside the editor, and one tap away from the public page on whose host they are signed in."""
    page.goto(edit_url)
    page.locator("[data-side-panel-toggle=responsibility]").click()
    panel = page.locator("[data-side-panel=responsibility]")
    for name in ("利川编辑（演示）", "利川审核（演示）", "利川管理员（演示）"):
        expect(panel).to_contain_text(name)
    sign_in(page.context, platform, "lichuan-editor", HOST)
    page.goto(platform.url(HOST, f"/news/{SLUG}/"))
    page.locator("[data-wagtail-userbar-trigger]").click()
    page.get_by_role("menuitem", name="责任链").click()
    expect(page).to_have_url(re.compile(f"^{platform.url(HOST, '/admin/review/')}"))


def test_an_editor_meets_no_other_county(platform: Platform, context: BrowserContext):
    page = sign_in(context, platform, "lichuan-editor")
    page.goto(platform.url("localhost", "/admin/pages/"))
    text = page.locator("main").inner_text()
    assert "利川" in text
    assert not any(name in text for name in ("巴东", "建始", "来凤"))
