"""The Content-Security-Policy forbids what nobody needs, and nothing that a reader or an editor does."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Locator, Page, expect

from cms.blocks.languages import LANGUAGES, SOURCE, home_path
from tests.e2e.platform import PASSWORD, Platform, hosts
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
        print(path, flush=True)
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
