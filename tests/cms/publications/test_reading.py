"""Readers follow, resume, begin again, and learn what they have missed."""

from io import StringIO

import pytest
from django.core.management import call_command

from cms.publications.models import LogRow, PruneMark, Reader
from cms.publications.pruning import prune
from cms.publications.reading import CursorLost, end_of_log, follow, public_rows, replay, rows_after, take
from tests.cms.publications.rows import add, empty_log
from tests.cms.publications.world import assert_log_agrees, identity, replayed

pytestmark = pytest.mark.django_db


class Consumer:
    """Keeps the numbers of the pages that are public, as a search index would."""

    def __init__(self) -> None:
        self.pages: set[int] = set()
        self.seen: list[int] = []

    def handle(self, rows: list[LogRow]) -> None:
        for row in rows:
            self.seen.append(row.cursor)
            self.pages = self.pages | {row.page_id} if row.is_public else self.pages - {row.page_id}

    def follow(self, limit: int = 2) -> int:
        return follow("consumer", self.handle, limit)


@pytest.fixture
def reader() -> Reader:
    """One who has read everything, in a log without the pages that migrations make."""
    empty_log()
    add(9, days_ago=10)
    follow("reader", lambda rows: None)
    return Reader.objects.get(name="reader")


def test_a_reader_gets_every_row_once_in_order():
    start = end_of_log()
    consumer = Consumer()
    cursors = [add(1, "publish").cursor, add(2, "publish").cursor, add(1, "withdraw").cursor]
    assert consumer.follow() == start + 3
    assert consumer.seen[-3:] == cursors == [start + 1, start + 2, start + 3]
    assert {1002} <= consumer.pages and 1001 not in consumer.pages
    assert consumer.follow() == 0
    add(1, "publish")
    assert consumer.follow() == 1
    assert {1001, 1002} <= consumer.pages


def test_what_a_reader_fails_on_is_handed_over_again(reader):
    add(1)
    with pytest.raises(RuntimeError), take("reader") as rows:
        assert len(rows) == 1
        raise RuntimeError
    with take("reader") as rows:
        assert len(rows) == 1
    with take("reader") as rows:
        assert rows == []


def test_a_reader_begins_again(reader):
    add(1)
    replay("reader")
    with take("reader", limit=1) as rows:
        assert [row.cursor for row in rows] == [1]
    assert Reader.objects.get(name="reader").is_replaying


def test_replaying_a_pruned_log_gives_what_is_public(log, fog):
    for _time in range(3):
        fog.save_revision().publish()
    fog.unpublish()
    prune(days=0)
    assert_log_agrees()
    assert identity(fog) not in replayed()
    assert fog.pk not in {row.page_id for row in public_rows()}


def test_pruning_keeps_every_last_row_and_can_be_repeated(reader):
    gone = [add(1, "publish", days_ago=9), add(1, "update", days_ago=8)]
    kept = [add(1, "withdraw", days_ago=7), add(2, "publish", days_ago=6), add(3, "publish"), add(3, "update")]
    follow("reader", lambda rows: None)
    assert prune(days=5).count == 2
    assert not LogRow.objects.filter(pk__in=[row.pk for row in gone]).exists()
    assert LogRow.objects.filter(pk__in=[row.pk for row in kept]).count() == 4
    assert PruneMark.objects.get().cursor == kept[1].cursor
    again = prune(days=5)
    assert (again.count, again.through) == (0, kept[1].cursor)


def test_pruning_waits_for_a_reader_who_is_behind_unless_told(reader):
    first, second = add(1, "publish", days_ago=9), add(1, "update", days_ago=8)
    add(1, "withdraw", days_ago=8)
    out = StringIO()
    call_command("prune_publications", "--days", "5", stdout=out)
    assert "Reader “reader” has read up to" in out.getvalue()
    assert LogRow.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
    assert rows_after(reader.cursor)[0] == first
    call_command("prune_publications", "--days", "5", "--past", "reader", stdout=out)
    assert not LogRow.objects.filter(pk__in=[first.pk, second.pk]).exists()
    assert "2 rows up to cursor" in out.getvalue()
    with pytest.raises(CursorLost), take("reader"):
        pass
    replay("reader")
    assert follow("reader", lambda rows: None) == LogRow.objects.count()


def test_a_reader_from_the_beginning_does_not_mind_pruning_and_does_not_hold_it_up():
    add(1, "publish", days_ago=9)
    with take("new", limit=1):
        pass
    last = add(1, "withdraw", days_ago=8)
    assert prune(days=5).held_back_by == []
    seen: list[LogRow] = []
    follow("new", seen.extend, limit=1)
    assert seen[-1] == last
    assert not Reader.objects.get(name="new").is_replaying


def test_a_cursor_from_elsewhere_is_lost():
    """Of a log that has been put back to an older copy."""
    assert rows_after(end_of_log()) == []
    with pytest.raises(CursorLost):
        rows_after(end_of_log() + 1)
