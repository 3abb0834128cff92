"""The program that sends, at work beside the one that publishes."""

import threading
import time
from datetime import timedelta

import pytest

from cms.tv.webhooks import models
from cms.tv.webhooks.delivering import run
from tests.cms.tv.own_database import own_database


@pytest.fixture
def db(django_db_setup, django_db_blocker, tmp_path):
    """The sender's threads see what the test does."""
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield


@pytest.fixture
def no_lease(monkeypatch) -> None:
    """Every lease is over at once, as if each delivery took longer."""
    monkeypatch.setattr(models, "LEASE", timedelta(0))


@pytest.fixture
def sender(db):
    stopping = threading.Event()
    thread = threading.Thread(target=run, args=[stopping.is_set])
    thread.start()
    yield thread
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()


def wait_for(receiver, wanted: list[str]) -> float:
    """When the receiver holds exactly these."""
    deadline = time.monotonic() + 10
    while list(receiver.held.values()) != wanted:
        assert time.monotonic() < deadline, receiver.held
        time.sleep(0.02)
    return time.monotonic()


def test_a_tombstone_is_there_within_a_second_of_the_recall(page, subscription, receiver, sender):
    wait_for(receiver, ["峡谷晨雾"])
    # The log is looked at also when nothing has come for a while.
    time.sleep(1)
    page.unpublish()
    recalled = time.monotonic()
    assert wait_for(receiver, []) - recalled < 1
    assert receiver.forged == []


def test_what_is_under_way_is_not_begun_a_second_time(page, subscription, receiver, no_lease, sender):
    asked = []

    def decide() -> int:
        asked.append(time.monotonic())
        time.sleep(1.5)
        return 204

    receiver.decide = decide
    wait_for(receiver, ["峡谷晨雾"])
    assert len(asked) == 1
