"""Transactions that really commit, many at once: the order of cursors is the order of commits."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from wagtail.models import Page, PageViewRestriction

from cms.core.release import shipped
from cms.publications.models import LogRow
from cms.publications.reading import end_of_log, follow, rows_after
from cms.publications.recording import write
from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`
from tests.cms.publications.rows import row
from tests.cms.publications.world import Log, assert_log_agrees
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import make_family

only_postgresql = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, from its first change to its commit"
)
ROOT = Path(__file__).resolve().parents[3]
WRITERS, TRANSACTIONS = 6, 30


@pytest.fixture
def pages(db) -> dict[str, Page]:
    family = make_family()
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    drafts = {slug: NewsPageFactory(parent=column, slug=slug, live=False) for slug in ("fog", "tea")}
    return {"news": column, **drafts}


def in_threads(*works: Callable[[], None]) -> None:
    """Each in a connection of its own; an exception in one fails the test."""
    errors = []

    def run(work: Callable[[], None]) -> None:
        try:
            with shipped():
                work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


class Watcher:
    """Looks at the log again and again: whatever it sees, it sees everything before that."""

    def __init__(self) -> None:
        self.seen: list[LogRow] = []
        self.gaps: list[list[int]] = []
        self.stopping = False

    def watch(self) -> None:
        while True:
            is_last = self.stopping
            cursors = list(LogRow.objects.order_by("cursor").values_list("cursor", flat=True))
            if cursors != list(range(1, len(cursors) + 1)):
                self.gaps.append(cursors)
            follow("watcher", self.seen.extend, limit=5)
            if is_last:
                return


@only_postgresql
def test_readers_see_every_row_once_and_in_order_while_many_write(db):
    before = end_of_log()
    watcher = Watcher()
    kept: list[list[str]] = []

    def write_many(writer: int) -> None:
        luck = random.Random(writer)
        for number in range(TRANSACTIONS):
            titles = [f"{writer}/{number}/{part}" for part in range(luck.randint(1, 4))]
            try:
                with transaction.atomic():
                    for title in titles:
                        write([row(luck.randint(1, 20), title=title)])
                        time.sleep(luck.random() * 0.005)
                    if number % 5 == 4:
                        raise RuntimeError
                kept.append(titles)
            except RuntimeError:
                pass

    def write_and_stop() -> None:
        in_threads(*[lambda writer=writer: write_many(writer) for writer in range(WRITERS)])
        watcher.stopping = True

    in_threads(watcher.watch, write_and_stop)
    assert watcher.gaps == []
    cursors = [each.cursor for each in watcher.seen]
    assert cursors == list(range(1, len(cursors) + 1))
    positions = {each.title: each.cursor for each in watcher.seen}
    assert len(cursors) - before == sum(map(len, kept))
    for titles in kept:
        # Of one transaction: without another's rows in between.
        first = positions[titles[0]]
        assert [positions[title] for title in titles] == list(range(first, first + len(titles)))


@only_postgresql
def test_the_cursor_follows_the_commit_and_an_open_transaction_keeps_nobody_waiting(pages):
    log = Log()
    has_written, has_committed = threading.Event(), threading.Event()

    def writes_first_and_commits_last() -> None:
        with transaction.atomic():
            pages["fog"].save_revision().publish()
            has_written.set()
            assert has_committed.wait(20)

    def writes_and_commits_meanwhile() -> None:
        assert has_written.wait(20)
        pages["tea"].save_revision().publish()
        assert log.told() == ["publish tea zh-hans"]
        has_committed.set()

    in_threads(writes_first_and_commits_last, writes_and_commits_meanwhile)
    assert log.told() == ["publish tea zh-hans", "publish fog zh-hans"]
    first, second = log.rows()
    assert first.pk > second.pk


@only_postgresql
def test_two_who_want_the_same_page_do_not_wait_for_each_other_for_ever(pages):
    """The one has rows in the log and wants a page, the other has the page and wants to write rows."""
    has_recorded, has_locked = threading.Event(), threading.Event()

    def records_then_locks() -> None:
        with transaction.atomic():
            pages["fog"].save_revision().publish()
            has_recorded.set()
            assert has_locked.wait(20)
            Page.objects.select_for_update().get(pk=pages["tea"].pk)

    def locks_then_records() -> None:
        assert has_recorded.wait(20)
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=pages["tea"].pk)
            has_locked.set()
            time.sleep(0.2)
            write([row(1)])

    in_threads(records_then_locks, locks_then_records)
    assert_log_agrees_without(1)


def assert_log_agrees_without(number: int) -> None:
    """Without the page that exists in the log only."""
    write([row(number, "delete")])
    assert_log_agrees()


@only_postgresql
@pytest.mark.parametrize("is_restricted_first", [True, False])
def test_a_restriction_and_a_publication_below_it_know_of_each_other(pages, is_restricted_first: bool):
    """Neither sees what the other has not committed; whoever comes second waits, so the log ends with the truth."""
    has_begun = threading.Event()

    def restrict() -> None:
        PageViewRestriction.objects.create(page=pages["news"], restriction_type="login")

    def publish() -> None:
        pages["fog"].save_revision().publish()

    first, second = (restrict, publish) if is_restricted_first else (publish, restrict)

    def begins() -> None:
        with transaction.atomic():
            first()
            has_begun.set()
            # Until the other one waits for it.
            time.sleep(0.5)

    def comes_second() -> None:
        assert has_begun.wait(20)
        second()

    in_threads(begins, comes_second)
    assert_log_agrees()
    assert LogRow.objects.filter(page_id=pages["fog"].pk).latest("pk").operation == "restrict"


def test_rows_of_a_rolled_back_transaction_leave_no_gap(db):
    start = end_of_log()
    for number in range(3):
        try:
            with transaction.atomic():
                write([row(1), row(2)])
                if number == 1:
                    raise RuntimeError
        except RuntimeError:
            pass
    assert [each.cursor for each in rows_after(start)] == list(range(start + 1, start + 5))


def test_a_restriction_is_saved_in_one_transaction_with_its_rows(pages, monkeypatch):
    pages["fog"].save_revision().publish()

    def fail(*args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("cms.publications.receivers.record_tree", fail)
        with pytest.raises(RuntimeError):
            PageViewRestriction.objects.create(page=pages["fog"], restriction_type="login")
    assert not PageViewRestriction.objects.exists()
    assert_log_agrees()


def test_a_process_that_is_killed_leaves_log_and_pages_in_agreement(db, tmp_path):
    """It publishes, unpublishes, deletes, restricts and renames until it dies, eight times."""
    environment = {**os.environ, "DATABASE_URL": db, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.cms.publications.killing", "8"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    counts = [int(line.split()[0]) for line in done.stdout.splitlines()]
    assert len(counts) == 8
    assert counts == sorted(counts)
    # It did get something done.
    assert counts[-1] > counts[0]
