"""Transactions that really commit: people who decide at once, and processes that die in the middle."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, connections, transaction
from wagtail.models import Page, TaskState

from cms.editorial.gate.models import Approval
from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.past_the_gate import past_the_gate
from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`
from tests.factories.review import Desk, make_desk

pytestmark = pytest.mark.gate
only_postgresql = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time, from its first change to its commit"
)
ROOT = Path(__file__).resolve().parents[4]
TIMES = 5


@pytest.fixture
def desk(db) -> Desk:
    return make_desk()


def at_once(*works: Callable[[], object]) -> list[str]:
    """Each in a connection of its own, from the same moment; how each ended."""
    start, ends = threading.Barrier(len(works)), [""] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        start.wait(20)
        try:
            work()
            ends[number] = "done"
        except (PermissionDenied, ValidationError, DatabaseError) as error:
            ends[number] = f"refused: {type(error).__name__} {error}"
        except BaseException as error:
            ends[number] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(end == "done" or end.startswith("refused") for end in ends), ends
    return ends


@only_postgresql
@pytest.mark.parametrize("time", range(TIMES))
def test_of_two_who_approve_the_same_stage_at_once_one_counts(desk: Desk, time: int):
    desk.other.groups.add(*desk.reviewer.groups.all())
    page = desk.draft()
    desk.submit(page)
    ends = at_once(*[lambda person=person: desk.decide(page, person) for person in (desk.reviewer, desk.other)])
    assert ends.count("done") == 1, ends
    assert Approval.objects.count() == 1
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 1
    desk.decide(page, desk.checker)
    assert Page.objects.get(pk=page.pk).live
    assert past_the_gate() == []


@only_postgresql
@pytest.mark.parametrize("time", range(TIMES))
def test_the_last_approval_and_an_edit_at_once(desk: Desk, time: int):
    page = desk.draft(title="批准过的")
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    at_once(lambda: desk.decide(page, desk.checker), lambda: desk.change(page, desk.other, title="没有人看过"))
    page = NewsPage.objects.get(pk=page.pk)
    assert not page.live or page.title == "批准过的"
    assert past_the_gate() == []


@only_postgresql
@pytest.mark.parametrize("time", range(TIMES))
def test_a_publication_and_somebody_who_saves_what_was_live_before(desk: Desk, time: int):
    """Whoever read the page before the publication must not write its old words over the new ones."""
    page = desk.change(desk.live(title="以前的"), title="批准过的")
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    stale = NewsPage.objects.get(pk=page.pk)
    at_once(lambda: desk.decide(page, desk.checker), stale.save)
    assert NewsPage.objects.get(pk=page.pk).title == "批准过的"
    assert past_the_gate() == []


@only_postgresql
@pytest.mark.parametrize("time", range(TIMES))
def test_a_publication_and_a_withdrawal_at_once(desk: Desk, time: int):
    page = desk.change(desk.live(), title="批准过的")
    desk.submit(page)
    desk.decide(page, desk.reviewer)
    at_once(lambda: desk.decide(page, desk.checker), lambda: NewsPage.objects.get(pk=page.pk).unpublish())
    assert past_the_gate() == []


@only_postgresql
def test_two_publications_of_different_pages_do_not_wait_for_each_other_for_ever(desk: Desk):
    pages = [desk.draft() for _number in range(4)]
    for page in pages:
        desk.submit(page)
        desk.decide(page, desk.reviewer)
    ends = at_once(*[lambda page=page: desk.decide(page, desk.checker) for page in pages])
    assert ends == ["done"] * 4
    assert past_the_gate() == []


def test_a_publication_that_fails_leaves_no_clearance(desk: Desk, monkeypatch):
    page = desk.draft()
    desk.submit(page)
    desk.decide(page, desk.reviewer)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("wagtail.actions.publish_page_revision.page_published.send", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        desk.decide(page, desk.checker)
    assert not Page.objects.get(pk=page.pk).live
    assert Approval.objects.count() == 1
    assert past_the_gate() == []


def test_a_process_that_is_killed_leaves_no_half_state(db, tmp_path):
    environment = {**os.environ, "DATABASE_URL": db, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.cms.editorial.gate.killing", str(TIMES)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    counts = [int(line.split()[0]) for line in done.stdout.splitlines()]
    assert len(counts) == TIMES
    # It did get something done.
    assert counts[-1] > counts[0]
