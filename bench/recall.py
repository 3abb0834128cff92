"""How long a recall takes: from the click to the moment at which each channel is without the page.

Starts the platform with its worker, publishes nothing of its own: it recalls a starter page of 利川 in the admin, asks
every channel all the time, and prints the seconds after the click. See bench/README.md.
"""

import argparse
import csv
import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from scratch import ROOT, BenchmarkError, Platform, platform

HOST = "lichuan.localhost"
BOUND = 60
FIND = """
from wagtail.models import Page
from cms.pages.news.models import NewsPage
pages = NewsPage.objects.live().filter(url_path__contains="/lichuan/", locale__language_code="zh-hans")
page = pages.order_by("pk").first()
print(page.pk, page.get_url_parts()[2], page.title, sep="|")
"""
ADMIN = """
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("bench", "bench@example.com", "bench-long-and-secret")
"""


class Visitor:
    """One kept-alive connection with cookies."""

    def __init__(self, scratch: Platform, host: str) -> None:
        self.connection, self.host, self.cookies = scratch.connect(), f"{host}:{scratch.port}", {}

    def ask(self, path: str, data: dict | None = None) -> tuple[int, str, str]:
        headers = {"Host": self.host, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **data})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("POST" if data is not None else "GET", path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text, response.headers.get("Location", "")


@contextmanager
def worker(scratch: Platform) -> Iterator[Path]:
    """What it has to say comes with the figures when something took too long."""
    log = scratch.directory / "worker.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "db_worker", "--no-startup-delay"],
            cwd=ROOT,
            env=scratch.environment | {"PROBE_ADDRESS": f"http://127.0.0.1:{scratch.port}"},
            stdout=output,
            stderr=output,
        )
        try:
            yield log
        finally:
            process.terminate()
            process.wait(20)


def sign_in(scratch: Platform) -> Visitor:
    staff = Visitor(scratch, "localhost")
    staff.ask("/admin/login/")
    status, text, _to = staff.ask("/admin/login/", {"username": "bench", "password": "bench-long-and-secret"})
    if status != 302:
        found = re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
        raise BenchmarkError(f"Signing in answers {status}: {found}")
    return staff


def measure(scratch: Platform) -> dict[str, float]:
    scratch.run("manage.py", "shell", "-c", ADMIN)
    number, path, title = scratch.run("manage.py", "shell", "-c", FIND).strip().splitlines()[-1].split("|")
    search = "/search/?" + urlencode({"q": title})
    channels = {
        "web page": (path, ""),
        "home page": ("/", path),
        "column": (path.rsplit("/", 2)[0] + "/", path),
        "feed": ("/feed.xml", path),
        "sitemap": ("/sitemap.xml", path),
        "search": (search, path),
        "interface": (f"/api/v2/pages/{number}/", ""),
    }
    reader = Visitor(scratch, HOST)

    def has(address: str, sign: str) -> bool:
        status, text, _to = reader.ask(address)
        return status == http.client.OK and sign in text

    before = {name for name, channel in channels.items() if has(*channel)}
    staff = sign_in(scratch)
    form = f"/admin/pages/{number}/unpublish/"
    staff.ask(form)
    begun = time.monotonic()
    status, text, certificate = staff.ask(form, {"reason": "error", "explanation": "bench", "notice": ""})
    seconds = {"answer to the click": time.monotonic() - begun}
    if status != 302:
        raise BenchmarkError(f"The recall answers {status}:\n{text[:500]}")
    waiting = set(before)
    while waiting and time.monotonic() - begun < BOUND:
        for name in sorted(waiting):
            if not has(*channels[name]):
                seconds[name] = time.monotonic() - begun
                waiting.discard(name)
    while time.monotonic() - begun < BOUND:
        # Seldom: the server has one thread, and the worker asks it as well.
        time.sleep(2)
        if 'data-waiting="0"' in staff.ask(f"{certificate}?lines")[1]:
            seconds["certificate complete"] = slowest(staff.ask(f"{certificate}?csv")[1])
            break
    else:
        waiting.add("certificate complete")
    return seconds | dict.fromkeys(waiting, float("inf"))


def slowest(certificate: str) -> float:
    """Seconds until the last line of it, as it says itself."""
    _titles, *lines = csv.reader(certificate.splitlines())
    return max(float(line[-1]) for line in lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", metavar="URL", default="", help="measure on this server instead of SQLite")
    options = parser.parse_args()
    with platform(options.postgresql, "cms.settings.dev") as scratch, worker(scratch) as log:
        seconds = measure(scratch)
        print(f"{scratch.database_name}, load {os.getloadavg()[0]:.1f}\n")
        if max(seconds.values()) >= BOUND:
            print(log.read_text()[-3000:], file=sys.stderr)
    print("| channel | seconds from click to gone |\n|---|--:|")
    for name, value in seconds.items():
        print(f"| {name} | {value:.2f} |")
    return int(max(seconds.values()) >= BOUND)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchmarkError as error:
        sys.exit(str(error))
