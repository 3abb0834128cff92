"""Tests that share what is expensive to make stay together."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests import scheduling

TESTS = {
    "tests/e2e/test_one.py": 3,
    "tests/e2e/test_two.py": 3,
    "tests/sites/test_one.py": 3,
    "tests/sites/deeper/test_two.py": 3,
    "tests/cms/test_one.py": 4,
    "tests/cms/test_two.py": 4,
}
MODULE = """
import json
import os
import pytest

@pytest.mark.parametrize("number", range({count}))
def test_writes_down_its_worker(number, request):
    with open(os.environ["PROTOCOL"], "a") as protocol:
        protocol.write(json.dumps([request.node.nodeid, os.environ["PYTEST_XDIST_WORKER"]]) + "\\n")
"""


@pytest.fixture(scope="module")
def workers(tmp_path_factory) -> dict[str, set[str]]:
    """The workers that each file's tests ran on, of a small suite laid out like ours."""
    folder = tmp_path_factory.mktemp("suite")
    protocol = folder / "protocol.jsonl"
    for name, count in TESTS.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MODULE.format(count=count))
    shutil.copy(scheduling.__file__, folder / "tests" / "conftest.py")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-n", "2", "--dist", "loadgroup", "tests"]
    env = os.environ | {"PROTOCOL": str(protocol)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, set[str]] = {}
    for line in protocol.read_text().splitlines():
        name, worker = json.loads(line)
        found.setdefault(name.partition("::")[0], set()).add(worker)
    assert found.keys() == TESTS.keys()
    return found


def test_one_worker_has_the_platform_and_the_other_the_nine_sites(workers):
    platform = workers["tests/e2e/test_one.py"] | workers["tests/e2e/test_two.py"]
    nine_sites = workers["tests/sites/test_one.py"] | workers["tests/sites/deeper/test_two.py"]
    assert len(platform) == len(nine_sites) == 1
    assert platform != nine_sites


def test_every_file_stays_on_one_worker(workers):
    assert {name: len(found) for name, found in workers.items()} == dict.fromkeys(TESTS, 1)
