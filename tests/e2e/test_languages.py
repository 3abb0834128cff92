"""Three languages in a real browser: an editor translates, two people approve, visitors change the language."""

import re

import polib
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.platform import Platform
from tests.e2e.test_editor import approve_with_one_key, assess, hand_in, phone_of, sign_in

HOST = "lichuan.localhost"
TITLE = "The tree that changed the textbooks"
# Texts that a reader of English meets in Chinese characters without being told so by `lang`.
UNMARKED_CHINESE = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const text = node.data.replace(/\\([\\u3400-\\u9fff·]+(, [^()]+)?\\)/g, "");
        const isMarked = node.parentElement.closest("script, style, [lang^=zh]");
        if (/[\\u3400-\\u9fff]/.test(text) && !isMarked) found.push(text);
    }
    return found;
}"""


def test_an_editor_translates_and_two_people_approve(platform: Platform, context: BrowserContext, browser: Browser):
    page = sign_in(context, platform, "lichuan-editor")
    path = begin_the_first_untranslated_news(platform, page)
    assert platform.get(HOST, f"/en{path}").status == 404
    editor = page.url
    translate_the_title_by_hand(page)
    translate_the_rest_in_a_file(page)
    review_url = assess(platform, page, editor)
    page.goto(editor)
    assert page.get_by_role("button", name="发布", exact=True).count() == 0, "Nobody publishes alone."
    page.locator(".messages").get_by_role("link", name="提交审核").click()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    approve_by_two(platform, browser, review_url)

    public = platform.get(HOST, f"/en{path}")
    assert public.status == 200
    assert TITLE in public.text
    assert platform.url(HOST, f"/en{path}") in platform.get(HOST, "/sitemap.xml").text


def begin_the_first_untranslated_news(platform: Platform, page: Page) -> str:
    """Leaves the browser in the English editor; returns the path of the page."""
    page.goto(platform.url("localhost", "/admin/languages/english/?state=missing"))
    page.locator("#listing-results td.title a").first.click()
    number = re.search(r"/pages/(\d+)/edit/", page.url)[1]
    slug = page.locator("[name=slug]").input_value()
    page.goto(platform.url("localhost", f"/admin/localize/submit/page/{number}/"))
    with page.expect_navigation():
        page.locator("form button.button[type=submit]").click()
    expect(page.locator(".js-translation-editor textarea, .js-translation-editor button").first).to_be_visible()
    return f"/news/{slug}/"


def translate_the_title_by_hand(page: Page) -> None:
    editor = page.locator(".js-translation-editor")
    editor.get_by_role("button", name="翻译", exact=True).first.click()
    editor.locator("textarea").fill(TITLE)
    with page.expect_response(lambda response: "/strings/" in response.url and response.request.method == "PUT"):
        editor.get_by_role("button", name="保存", exact=True).click()


def translate_the_rest_in_a_file(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_text("下载 PO 文件", exact=True).click()
    po = polib.pofile(str(download.value.path()))
    assert TITLE in {entry.msgstr for entry in po}
    for number, entry in enumerate(po.untranslated_entries(), start=1):
        entry.msgstr = f"English sentence {number}"
    with page.expect_file_chooser() as chooser, page.expect_navigation():
        page.get_by_text("上传 PO 文件", exact=True).click()
        chooser.value.set_files({"name": "fog.po", "mimeType": "text/plain", "buffer": str(po).encode()})
    expect(page.locator(".messages .success")).to_be_visible()


def approve_by_two(platform: Platform, browser: Browser, review_url: str) -> None:
    for person in ("lichuan-reviewer", "lichuan-admin"):
        with phone_of(browser, platform, person) as phone:
            approve_with_one_key(phone, review_url)


def test_traditional_characters_follow_a_publication(platform: Platform, context: BrowserContext, browser: Browser):
    page = sign_in(context, platform, "lichuan-editor")
    page.goto(platform.url("localhost", "/admin/languages/english/?state=translated"))
    page.get_by_role("link", name="清江为什么会钻进地下？").click()
    slug = page.locator("[name=slug]").input_value()
    page.locator("[name=title]").fill("清江后来去了哪里")
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    review_url = hand_in(platform, page, page.url)
    assert "清江後來去了哪裡" not in platform.get(HOST, f"/zh-hant/news/{slug}/").text
    approve_by_two(platform, browser, review_url)
    assert "清江後來去了哪裡" in platform.get(HOST, f"/zh-hant/news/{slug}/").text
    assert "清江" not in platform.get(HOST, f"/en/news/{slug}/").text.split("<main")[1].split("</h1>")[0]


def test_a_visitor_changes_the_language_and_stays_on_the_page(platform: Platform, context: BrowserContext):
    page = context.new_page()
    page.goto(platform.url(HOST, "/scenic/"))
    for name, path, language in [
        ("English", "/en/scenic/", "en"),
        ("繁體", "/zh-hant/scenic/", "zh-Hant"),
        ("简体", "/scenic/", "zh-Hans"),
    ]:
        page.locator("header details.languages summary").click()
        page.locator("header details.languages").get_by_role("link", name=name).click()
        expect(page).to_have_url(platform.url(HOST, path))
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_no_unmarked_chinese_stands_below_en(platform: Platform, context: BrowserContext):
    page = context.new_page()
    paths = [path for path in platform.sitemap(HOST) if path.startswith("/en/")]
    assert len(paths) > 10
    for path in paths:
        page.goto(platform.url(HOST, path))
        assert page.evaluate(UNMARKED_CHINESE) == [], path
