"""A recall that is killed in the middle has not happened."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cms.publications.databases import copied_database

ROOT = Path(__file__).resolve().parents[4]
TIMES = 8


@pytest.fixture
def db(django_db_setup, django_db_blocker, tmp_path) -> Iterator[str]:
    """In place of pytest-django's, which rolls everything back."""
    with django_db_blocker.unblock(), copied_database(tmp_path) as address:
        yield address


def test_a_killed_recall_leaves_all_or_nothing(db, tmp_path):
    """Page, mirror, picture, log and clearance agree, wherever it was hit."""
    environment = {**os.environ, "DATABASE_URL": db, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.cms.editorial.recall.killing", str(TIMES)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == TIMES
