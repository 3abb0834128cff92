"""Every answer as it was agreed upon, to the letter, with its status and what it costs in queries.

After a change that is meant: `GOLDEN=write pytest tests/cms/tv/test_golden.py`, and read the difference.
"""

import json
import os
import re
from datetime import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.tv.approving import take_off
from cms.tv.editions.making import compile_channel
from cms.tv.editions.models import Channel, Row, Rundown

GOLDEN = Path(__file__).with_name("golden")
HEADERS = ("Content-Type", "Cache-Control", "Vary", "WWW-Authenticate")
# What is another one at every run, and the name that stands for it. The same value has the same name everywhere.
VOLATILE = {
    "uuid": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    "sha256": re.compile(r"\b[0-9a-f]{64}\b"),
    "time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"),
    "day": re.compile(r"(?<=\")\d{4}-\d\d-\d\d(?=\")|\d{8}(?=\d{6} \+0800)"),
    "date": re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"),
    "base64": re.compile(r"(?<=\")[\w-]{43,86}(?=\")"),
    "cursor": re.compile(r"\b[cr]_[0-9a-f]{8}\b"),
    "file": re.compile(r"(?<=/media/)[\w./-]+"),
    "number": re.compile(r"(?<=\"id\": )\d+"),
    "revision": re.compile(r"(?<=\"revision\": )\d+"),
    "size": re.compile(r"(?<=\"size\": )\d+"),
}
# These stand without quotation marks.
QUOTED = dict.fromkeys(("number", "revision", "size"), '"{}"')

CASES = {
    "sites": "/sites",
    "items": "/items",
    "item": "/items/{id}",
    "qr": "/items/{id}/qr.svg",
    "services": "/services",
    "changes": "/changes",
    "changes_later": "/changes?cursor={cursor}",
    "health": "/health",
    "channels": "/channels",
    "rundowns": "/rundowns?channel=evening",
    "editions": "/editions?channel=evening",
    "edition_current": "/editions/current?channel=evening",
    "keys": "/keys",
    "alerts": "/alerts",
    "mrss": "/feeds/mrss.xml",
    "json_feed": "/feeds/feed.json",
    "guide": "/feeds/guide.xml",
    "problem_unknown_item": "/items/news:00000000-0000-4000-8000-000000000000",
    "problem_gone_item": "/items/{gone}",
    "problem_parameter": "/items?typ=news",
    "problem_value": "/items?type=novel",
    "problem_limit": "/items?limit=101",
    "problem_cursor": "/changes?cursor=x",
    "problem_too_old": "/changes?cursor=c_0fffffff",
    "problem_key": "/items",
}


@pytest.fixture
def known(page, live, ask) -> dict[str, str]:
    """A page on television and one that was; a channel with an edition."""
    cursor = ask("/changes").json()["cursor"]
    gone = live(slug="gone", title="已经撤下")
    take_off(gone)
    channel = Channel.objects.create(code="evening", name="晚间频道")
    rundown = Rundown.objects.create(channel=channel, title="今日恩施", starts_at=time(19), ends_at=time(20))
    Row.objects.create(rundown=rundown, locale=page.locale, item_key=page.translation_key, kind="item")
    compile_channel(channel, None)
    return {"id": f"news:{page.translation_key}", "gone": f"news:{gone.translation_key}", "cursor": cursor}


@pytest.mark.parametrize("name", CASES)
def test_answers_are_as_agreed(known, ask, name):
    path = CASES[name].format(**known)
    headers = {"Authorization": "Bearer yst_nobody"} if name == "problem_key" else {}
    ask(path, **headers)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(path, **headers)
    told = {name: answer[name] for name in HEADERS if answer.has_header(name)}
    found = {"status": answer.status_code, "headers": told, "body": body(answer)}
    if connection.vendor == "sqlite":
        found["queries"] = len(queries)
    compare(name, json.loads(named(json.dumps(found, ensure_ascii=False))))


def body(answer) -> object:
    return answer.json() if "json" in answer["Content-Type"] else answer.content.decode()


def named(text: str) -> str:
    for name, pattern in VOLATILE.items():
        # Numbered in the order of first appearance.
        seen = {value: f"{name} {count}" for count, value in enumerate(dict.fromkeys(pattern.findall(text)), 1)}
        text = pattern.sub(lambda match, seen=seen, name=name: QUOTED.get(name, "{}").format(seen[match[0]]), text)
    return text


def compare(name: str, found: dict) -> None:
    file = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    agreed = json.loads(file.read_text())
    if "queries" not in found:
        del agreed["queries"]
    assert found == agreed


def test_no_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(CASES)
