"""Entries and their seals in transactions that really commit, in several connections at once."""

import threading

import pytest
from django.db import connection, connections, transaction

from cms.audit import chain
from cms.audit.models import Action, AuditEntry
from cms.audit.record import record
from cms.pages.news.models import Topic
from tests.cms.audit.tampering import problems
from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`
from tests.factories.pages import TopicFactory

pytestmark = pytest.mark.usefixtures("db")


def test_entries_are_sealed_when_their_transaction_commits():
    with transaction.atomic():
        TopicFactory.create_batch(3)
        assert AuditEntry.objects.filter(sequence=None).count() == 3
    assert list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert problems() == []


def test_a_rolled_back_savepoint_does_not_take_the_sealing_away():
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            TopicFactory()
            raise RuntimeError
        TopicFactory()
    assert list(AuditEntry.objects.values_list("sequence", flat=True)) == [1]


def test_what_cannot_be_sealed_does_not_harm_the_change_and_is_sealed_later(monkeypatch, caplog):
    def fail() -> int:
        raise RuntimeError("the head is locked")

    with monkeypatch.context() as patch:
        patch.setattr(chain, "_seal_batch", fail)
        topic = TopicFactory()
    assert Topic.objects.filter(pk=topic.pk).exists()
    assert "the head is locked" in caplog.text
    TopicFactory()
    assert AuditEntry.objects.filter(sequence=None).count() == 0
    assert problems() == []


def in_threads(*works) -> None:
    """Each in a connection of its own; an exception in one fails the test."""
    errors = []

    def run(work) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_many_writers_make_one_chain_without_gaps():
    def write(writer: int) -> None:
        for number in range(15):
            try:
                with transaction.atomic():
                    record(Action.RAN, title=f"{writer}/{number}")
                    if number % 5 == 4:
                        raise RuntimeError
            except RuntimeError:
                pass

    in_threads(*[lambda writer=writer: write(writer) for writer in range(4)])
    kept = {f"{writer}/{number}" for writer in range(4) for number in range(15) if number % 5 != 4}
    entries = AuditEntry.objects.order_by("sequence")
    assert [entry.sequence for entry in entries] == list(range(1, 49))
    assert {entry.title for entry in entries} == kept
    assert problems() == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time from the beginning")
def test_two_who_want_the_same_row_do_not_wait_for_each_other_for_ever():
    topic = TopicFactory()
    has_recorded, has_locked = threading.Event(), threading.Event()

    def records_then_locks() -> None:
        with transaction.atomic():
            record(Action.RAN, title="first")
            has_recorded.set()
            has_locked.wait(5)
            Topic.objects.select_for_update().get(pk=topic.pk)

    def locks_then_records() -> None:
        with transaction.atomic():
            Topic.objects.select_for_update().get(pk=topic.pk)
            has_locked.set()
            has_recorded.wait(5)
            record(Action.RAN, title="second")

    in_threads(records_then_locks, locks_then_records)
    assert AuditEntry.objects.exclude(sequence=None).filter(action=Action.RAN).count() == 2
