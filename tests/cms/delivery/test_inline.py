"""No markup of ours holds code or style; what stock Wagtail's screens hold is allowed by content or replaced."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.cms.delivery.nested_sites import OUTER

ROOT = Path(__file__).resolve().parent.parent.parent.parent
INLINE = {
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "script": re.compile(r"<script\b(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))", re.IGNORECASE),
    "script address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
STARTER = re.compile(r"<start-widget call=\"(\w+)\" arguments=(?:'([^']*)'|\"([^\"]*)\")></start-widget>")


def sources() -> list[Path]:
    return [
        path
        for folder in ("cms", "sites", "themes")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".svg", ".xml", ".py"} and "migrations" not in path.parts
    ]


def test_no_markup_of_ours_holds_code_or_style():
    found = [
        f"{path.relative_to(ROOT)}: {name}: {match[0][:60]}"
        for path in sources()
        for name, pattern in INLINE.items()
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/" onclick="go()">',
        '<p class="a" style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<a href="javascript:go()">',
    ],
)
def test_the_search_above_would_find(markup: str):
    assert any(pattern.search(markup) for pattern in INLINE.values())


# Screen and what has to start on it.
SCREENS = {
    "/admin/snippets/sitewide/alertbanner/add/": {"initDateTimeChooser"},
    "/admin/snippets/search/bestbet/add/": {"PageChooser"},
    "/admin/redirects/add/": {"PageChooser"},
    "/admin/workflows/add/": {"InlinePanel", "PageChooser", "createTaskChooser"},
    "/admin/reports/site-history/": {"initDateChooser"},
    "/admin/groups/new/": {"PageChooser"},
    "/admin/media/video/add/": set(),
}


@pytest.mark.parametrize(("path", "calls"), SCREENS.items())
def test_an_admin_screen_starts_its_widgets_without_inline_scripts(sites, admin_client, path: str, calls: set[str]):
    answer = admin_client.get(path, headers={"host": OUTER})
    assert answer.status_code == 200
    markup = answer.content.decode()
    starters = [(call, html.unescape(single or double)) for call, single, double in STARTER.findall(markup)]
    assert calls <= {call for call, arguments in starters}
    for call, arguments in starters:
        assert isinstance(json.loads(arguments), list), call
    for attributes, text in SCRIPT.findall(markup):
        if "src=" not in attributes and "application/json" not in attributes:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in settings.ADMIN_POLICY["script-src"], text
