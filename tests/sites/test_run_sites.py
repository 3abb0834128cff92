"""`run_sites` says why it cannot start, notices a program that ends, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import CommandError, call_command

from sites.management.commands.run_sites import static_fingerprint
from sites.processes import ProcessError, Program, StopRequested, home_page_status, port_is_free, running

PATIENCE = 10

# Starts a process of its own, as the web server starts its workers, and writes both numbers down.
PARENT_OF_ONE = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


def python(name: str, code: str, *arguments: str) -> Program:
    return Program(name, [sys.executable, "-c", code, *arguments])


def wait_for_text(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")


def is_running(number: int) -> bool:
    """False for a zombie too: it has ended, only its new parent has not asked yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_ended(numbers: list[int]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while any(map(is_running, numbers)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_named_before_anything_starts(taken_port, monkeypatch):
    monkeypatch.setenv("PORT", str(taken_port))
    with pytest.raises(CommandError, match=str(taken_port)):
        call_command("run_sites")


def test_a_port_on_which_somebody_listens_is_not_free(taken_port):
    assert not port_is_free(taken_port)


def test_a_program_that_ends_is_reported_with_its_name_and_exit_code(tmp_path):
    failing = python("worker", "raise SystemExit(3)")
    with pytest.raises(ProcessError, match=r"worker.*3"), running([failing], tmp_path) as processes:
        processes.watch()


def test_leaving_the_block_stops_the_programs_and_what_they_started(tmp_path):
    numbers_file = tmp_path / "numbers"
    with running([python("server", PARENT_OF_ONE, str(numbers_file))], tmp_path):
        numbers = [int(number) for number in wait_for_text(numbers_file).split()]
        assert all(map(is_running, numbers))
    assert wait_until_ended(numbers)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_request_to_end_stop_everything(tmp_path, number):
    numbers_file = tmp_path / "numbers"
    with pytest.raises(StopRequested), running([python("server", PARENT_OF_ONE, str(numbers_file))], tmp_path) as all_:
        numbers = [int(number) for number in wait_for_text(numbers_file).split()]
        os.kill(os.getpid(), number)
        all_.watch()
    assert wait_until_ended(numbers)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its parent has been killed")
def test_programs_end_when_the_process_that_started_them_is_killed(tmp_path):
    numbers_file = tmp_path / "numbers"
    code = (
        "import sys, pathlib; from sites.processes import Program, running\n"
        "program = Program('server', [sys.executable, '-c', 'import os, pathlib, sys, time;"
        " pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)', sys.argv[1]])\n"
        "with running([program], pathlib.Path('.')) as processes: processes.watch()\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, str(numbers_file)])
    numbers = [int(wait_for_text(numbers_file))]
    starter.kill()
    starter.wait()
    assert wait_until_ended(numbers)


def test_a_site_that_never_answers_is_named(tmp_path):
    sleeper = python("server", "import time; time.sleep(60)")
    with pytest.raises(ProcessError, match=r"lichuan\.localhost"), running([sleeper], tmp_path) as processes:
        processes.wait_for_answers(unused_port(), ["lichuan.localhost"], seconds=0.5)


def test_nothing_listening_is_an_answer_too():
    assert home_page_status(unused_port(), "localhost") == "ConnectionRefusedError"


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path):
    style = tmp_path / "style.css"
    style.write_text("body {}")
    settings.STATICFILES_DIRS = [tmp_path]
    get_finder.cache_clear()
    before = static_fingerprint()
    assert static_fingerprint() == before
    style.write_text("body { margin: 0 }")
    assert static_fingerprint() != before
    get_finder.cache_clear()
