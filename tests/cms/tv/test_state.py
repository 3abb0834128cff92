"""The state that answers are made from, as other transactions leave it."""

import threading

import pytest
from django.db import connection, connections, transaction

from cms.tv.caching import State
from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`
from tests.cms.publications.rows import row


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_a_transaction_that_began_first_and_commits_last_makes_another_state(db):
    has_written, may_commit = threading.Event(), threading.Event()

    def write_first_and_commit_last() -> None:
        with transaction.atomic():
            row(1).save()
            has_written.set()
            may_commit.wait(20)
        connections.close_all()

    thread = threading.Thread(target=write_first_and_commit_last)
    thread.start()
    assert has_written.wait(20)
    row(2).save()
    before = State.now()
    may_commit.set()
    thread.join(20)
    assert before is not None
    assert State.now() != before
