"""A recall that is killed in the middle has not happened, nor has a restoration."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`

ROOT = Path(__file__).resolve().parents[4]
TIMES = 5


def test_a_killed_recall_or_restoration_leaves_all_or_nothing(db, tmp_path):
    """Page, mirror, picture, log, clearance and the jobs that follow agree, wherever it was hit."""
    environment = {**os.environ, "DATABASE_URL": db, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.cms.editorial.recall.killing", str(TIMES)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2 * TIMES
