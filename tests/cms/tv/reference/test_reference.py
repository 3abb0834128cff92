"""A copy kept from the contract alone is, in the end, exactly what may be shown; whatever happens on the way.

`REFERENCE_RUNS` sets the number of runs; the suite makes fewer than a release does.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.core.release import shipped
from cms.publications.pruning import prune
from cms.tv.kinds import item_id
from tests.cms.tv.reference.consumer import Consumer, types_of
from tests.cms.tv.test_visible import (
    expire,
    may_be_shown,
    open_again,
    publish,
    recall,
    restrict,
    try_to_approve,
)
from tests.factories.pages import NewsIndexPageFactory

RUNS = int(os.environ.get("REFERENCE_RUNS", "100"))
PAGES = 6


class Cut(OSError):
    """The line went dead."""


class Line:
    """To the server, cut now and then: before the question arrives, or after the answer has left."""

    def __init__(self, chance: random.Random, risk: float) -> None:
        self.client, self.chance, self.risk = Client(SERVER_NAME="localhost"), chance, risk

    def __call__(self, address: str) -> tuple[int, str]:
        self._risk()
        answer = self.client.get(address)
        self._risk()
        return answer.status_code, answer.content.decode()

    def _risk(self) -> None:
        if self.chance.random() < self.risk:
            raise Cut


class World:
    """Pages of two sites that people do things to, and from one to the other."""

    def __init__(self, columns: list[Page], live: Callable, chance: random.Random) -> None:
        self.live, self.chance, self.made = live, chance, 0
        self.columns = columns
        for _number in range(PAGES):
            self.make()

    def make(self) -> None:
        self.made += 1
        self.live(approved=self.chance.random() < 0.7, slug=f"p{self.made}", title=f"第{self.made}条")

    @property
    def pages(self) -> list[Page]:
        return [page for column in self.columns for page in Page.objects.child_of(column)]

    def act(self) -> None:
        if len(self.pages) < PAGES:
            self.make()
        else:
            self.chance.choice([*ACTS, self.move])(self.chance.choice(self.pages))

    def move(self, page: Page) -> None:
        [there] = [column for column in self.columns if not page.is_child_of(column)]
        page.move(Page.objects.get(pk=there.pk), pos="last-child")


def republish(page: Page) -> None:
    """Restores what was taken off."""
    with shipped():
        page.specific.save_revision().publish()
    try_to_approve(page)


def rename(page: Page) -> None:
    with shipped():
        page = page.specific
        page.slug = f"{page.slug}-x"[-40:]
        page.save_revision().publish()


def delete(page: Page) -> None:
    page.specific.delete()


ACTS = [publish, expire, restrict, open_again, try_to_approve, try_to_approve, recall, republish, rename, delete]


@pytest.fixture
def document(ask, db) -> dict:
    return ask("/openapi.json").json()


@pytest.fixture
def types(document, tmp_path):
    return types_of(document, tmp_path)


@pytest.fixture
def columns(family, column) -> list[Page]:
    return [column, NewsIndexPageFactory(parent=family.enshi.root_page, slug="news", title="要闻动态")]


def test_a_copy_ends_with_exactly_what_may_be_shown(document, types, columns, live, tmp_path):
    chance = random.Random(6)
    world = World(columns, live, chance)
    file = tmp_path / "copy.json"
    for number in range(RUNS):
        if chance.random() < 0.2:
            file.unlink(missing_ok=True)
        cut_off(world, document, types, chance, file)
        consumer = Consumer(document, types, Line(chance, 0), file)
        while consumer.step():
            pass
        assert titles(consumer) == expected(world), f"run {number}"


def cut_off(world: World, document: dict, types, chance: random.Random, file: Path) -> None:
    """While things happen the consumer is cut off again and again, and each time is begun anew from its file."""
    for _life in range(chance.randint(1, 3)):
        consumer = Consumer(document, types, Line(chance, 0.15), file)
        try:
            for _step in range(chance.randint(1, 4)):
                if chance.random() < 0.5:
                    world.act()
                consumer.step()
        except Cut:
            continue


def titles(consumer: Consumer) -> dict[str, tuple[str, str]]:
    """And the site that each is in, which a move changes."""
    return {key: (item.headline, item.site.host) for key, item in consumer.shown(timezone.now()).items()}


def expected(world: World) -> dict[str, tuple[str, str]]:
    return {
        f"{item_id('news', page.translation_key)} {page.locale.language_code}": (page.title, page.get_site().hostname)
        for page in world.pages
        if may_be_shown(page)
    }


def test_a_consumer_that_stayed_away_too_long_begins_again(document, types, column, live, tmp_path):
    first = live(slug="first", title="第一条")
    consumer = Consumer(document, types, Line(random.Random(0), 0), tmp_path / "copy.json")
    while consumer.step():
        pass
    first.unpublish()
    live(slug="second", title="第二条")
    prune(days=0)
    while consumer.step():
        pass
    assert list(titles(consumer).values()) == [("第二条", "lichuan.localhost")]
