"""What is written down of requests."""

import json
import logging

import pytest

from cms.tv.consumers import counting
from cms.tv.consumers.counting import counts
from cms.tv.consumers.models import HourlyCount
from tests.cms.tv.consumers.test_keys import bearer


@pytest.fixture
def lines():
    """Of the access log."""
    caught: list[dict] = []
    handler = logging.Handler()
    handler.emit = lambda record: caught.append(json.loads(record.getMessage()))
    logger = logging.getLogger("cms.tv.access")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield caught
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_each_request_is_a_line_without_the_secret(ask, consumer, secret, lines, family):
    answer = ask("/sites?unknown=1", **bearer(secret))
    ask("/sites", **bearer("yst_wrong"))
    first, second = lines
    assert first["consumer"] == consumer.name and secret.endswith(first["key"])
    assert first["path"] == "/api/tv/v1/sites?unknown=1" and first["address"] == "127.0.0.1"
    assert (first["operation"], first["status"], first["bytes"]) == ("sites", 422, len(answer.content))
    assert first["ms"] > 0
    assert (second["consumer"], second["status"]) == (None, 401)
    assert secret not in json.dumps(lines)


def test_counts_are_written_together_and_add_up(ask, consumer, secret, family):
    for _number in range(3):
        size = len(ask("/sites", **bearer(secret)).content)
    ask("/sites")
    assert not HourlyCount.objects.exists()
    counts.write()
    ask("/sites", **bearer(secret))
    counts.write()
    mine = HourlyCount.objects.get(consumer=consumer)
    assert (mine.operation, mine.status, mine.requests) == ("sites", 200, 4)
    assert abs(mine.bytes - 4 * size) < 50
    assert HourlyCount.objects.get(consumer=None).requests == 1
    key = consumer.keys.get()
    assert key.last_used_at is not None


def test_a_request_writes_nothing(ask, secret, family, django_assert_max_num_queries):
    ask("/sites", **bearer(secret))
    with django_assert_max_num_queries(6) as made:
        ask("/sites", **bearer(secret))
    assert not [query for query in made if not query["sql"].startswith("SELECT")]


def test_what_could_not_be_written_is_written_later(ask, family, monkeypatch):
    def refuse(*args: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(counting, "_write", refuse)
        ask("/sites")
        counts.write()
    assert not HourlyCount.objects.exists()
    counts.write()
    assert HourlyCount.objects.get().requests == 1
