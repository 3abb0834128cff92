"""A screen that is cut off anywhere never shows a mixture."""

import hashlib
import random
import time
from collections import Counter
from contextlib import suppress

import pytest
from django.test import Client

from cms.tv.editions.making import compile_channel, go_back
from cms.tv.editions.models import Edition
from tests.cms.tv.editions.client import DAY, EditionClient, Refused
from tests.factories.media import ImageFactory

CUTS = 1000


class Cut(Exception):
    pass


class Scissors:
    """Raises at the step that was chosen, and counts where."""

    def __init__(self) -> None:
        self.left, self.cuts, self.steps = None, Counter(), 0

    def __call__(self, what: str) -> None:
        self.steps += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.cuts[what] += 1
                raise Cut


def get(path: str, tag: str | None):
    response = Client(SERVER_NAME="localhost").get(path, headers={"If-None-Match": tag} if tag else {})
    body = response.streaming_content if response.streaming else [response.content]
    return response.status_code, response.headers, body


@pytest.fixture
def pages(live):
    """Two with pictures, small as files go: what is told apart is names, not sizes."""
    return [
        live(slug=f"p{number}", title=f"第{number}条", lead_image=ImageFactory(file__color=color, file__width=64))
        for number, color in enumerate(("green", "blue"))
    ]


@pytest.fixture
def client(tmp_path) -> EditionClient:
    return EditionClient(tmp_path / "screen", "enshi-tv", get, Scissors())


def is_whole(client: EditionClient, made: set[str]) -> bool:
    """What it shows: byte for byte an edition of the server's, and every file of it."""
    edition = client.shown()
    if edition is None:
        return True
    name = (client.folder / "current").read_text()
    manifest = (client.folder / "editions" / name).read_bytes()
    files = {asset["sha256"]: asset["size"] for asset in edition["assets"]}
    there = {digest: (client.folder / "assets" / digest).read_bytes() for digest in files}
    return (
        hashlib.sha256(manifest).hexdigest() == name
        and name in made
        and all(hashlib.sha256(content).hexdigest() == digest for digest, content in there.items())
        and all(len(content) == files[digest] for digest, content in there.items())
    )


def test_cut_off_at_a_thousand_random_points_it_never_shows_a_mixture(channel, rundown, row, pages, client):
    chance = random.Random(7)
    rows = [row(page) for page in pages]
    shown = set()
    for number in range(CUTS):
        if number % 8 == 0:
            _another_edition(channel, chance.choice(rows), number, chance)
            made = set(Edition.objects.values_list("sha256", flat=True))
        client.step.left = chance.randint(0, 45)
        with suppress(Cut):
            client.sync()
        assert is_whole(client, made)
        edition = client.shown()
        shown.add(edition and edition["number"])
    client.step.left = None
    client.sync()
    assert client.shown()["number"] == Edition.objects.count()
    assert len(shown) > 20
    # It was cut off before it asked, in the middle of files, between a file and its name, and while it tidied up.
    assert min(client.step.cuts[what] for what in ("get", "write", "rename", "remove")) > 5


def _another_edition(channel, row, number: int, chance: random.Random) -> None:
    """Now with one item, now with both, so that files come and go."""
    if number and chance.random() < 0.3:
        go_back(chance.choice(channel.editions.all()), None)
        return
    row.rundown.rows.exclude(pk=row.pk).update(seconds=chance.randint(10, 99), title=f"第{number}版")
    row.kind, row.stream_url = chance.choice([("item", ""), ("live", "https://live.example/a.m3u8")])
    row.save()
    compile_channel(channel, None)


def test_without_network_it_keeps_the_last_one_for_seven_days(channel, row, pages, client):
    row(pages[0])
    compile_channel(channel, None)
    client.sync()
    now = time.time()
    assert client.shown(now + 6.9 * DAY)["number"] == 1
    assert client.shown(now + 7.1 * DAY) is None
    client.sync()
    assert client.shown()["number"] == 1


def test_a_file_that_is_not_what_was_signed_is_refused(channel, row, pages, client, monkeypatch):
    row(pages[0])
    compile_channel(channel, None)
    honest = client.get
    client.get = lambda path, tag: (200, {}, [b"forged"]) if "/assets/" in path else honest(path, tag)
    with pytest.raises(Refused):
        client.sync()
    assert client.shown() is None
