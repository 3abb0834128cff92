"""A county editor writes, a reviewer publishes, the public reads: in a real browser."""

import io
import re
import time

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.platform import PASSWORD, Platform

HOST = "lichuan.localhost"
TITLE = "清江源头的第一缕茶香"


def sign_in(page: Page, platform: Platform, username: str) -> None:
    page.goto(platform.url("localhost", "/admin/login/"))
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def picture(colour: str) -> dict:
    data = io.BytesIO()
    Image.new("RGB", (1600, 900), colour).save(data, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def upload_in_chooser(page: Page, colour: str, alt: str) -> None:
    """In the open image chooser: upload a picture with its alternative text and take it."""
    dialog = page.locator(".modal-content")
    dialog.get_by_role("tab", name=re.compile("上传")).click()
    dialog.locator("input[type=file]").set_input_files(picture(colour))
    dialog.locator("[name$='title']").last.fill(alt)
    dialog.locator("[name$='description']").last.fill(alt)
    dialog.get_by_role("button", name=re.compile("^上传")).click()
    expect(dialog).to_be_hidden(timeout=20_000)


def add_block(page: Page, name: str):
    """Adds a body block by its name in the block picker and returns its section."""
    page.locator("[data-contentpath='body'] button[title='插入一个块'], [data-streamfield-stream-container] button").last
    buttons = page.locator("#panel-child-writing-body-content button.c-sf-add-button, .c-sf-add-button")
    buttons.last.click()
    option = page.locator(".w-combobox__option", has_text=re.compile(f"^{name}$")).first
    option.click()
    return page.locator("[data-contentpath='body'] [data-streamfield-child]").last


@pytest.fixture
def editor(context, platform):
    page = context.new_page()
    sign_in(page, platform, "lichuan-editor")
    return page


def test_the_editor_sees_only_their_own_county(editor: Page, platform: Platform):
    editor.goto(platform.url("localhost", "/admin/pages/"))
    text = editor.locator("main").inner_text()
    assert "利川" in text
    assert "巴东" not in text
