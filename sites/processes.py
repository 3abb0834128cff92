"""Starts programs, watches over them and stops them together with everything that they started."""

import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from django.utils.translation import gettext as _

# A server finishes the requests that it has begun; who takes longer than this is killed.
STOP_SECONDS = 10
POLL_SECONDS = 0.2
REQUEST_SECONDS = 30
PR_SET_PDEATHSIG = 1


class ProcessError(Exception):
    """A program could not be started or has ended; the message says what to do."""


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C or asked the process to end."""


@dataclass(frozen=True)
class Program:
    name: str
    command: list[str]


def port_is_free(port: int) -> bool:
    """Also False when a program listens on this machine's own address only, which binding need not notice."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return False
    except OSError:
        pass
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - the address that the server will take
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


@contextmanager
def running(programs: Iterable[Program], directory: Path) -> Iterator["Processes"]:
    """Runs the programs for the length of the block; however it ends, nothing of them stays behind."""
    processes = Processes()
    before = {number: signal.signal(number, _request_stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        for program in programs:
            processes.start(program, directory)
        yield processes
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        processes.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


class Processes:
    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen] = {}

    def start(self, program: Program, directory: Path) -> None:
        # A session of its own: Ctrl-C in the terminal reaches only this process, which then stops all in order.
        self._running[program.name] = subprocess.Popen(  # noqa: S603 - our own programs
            program.command,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid()),
        )

    def check(self) -> None:
        """Raises ProcessError when a program has ended."""
        for name, process in self._running.items():
            if process.poll() is not None:
                message = _("The %(name)s has ended unexpectedly (exit code %(code)s). Its last messages are above.")
                raise ProcessError(message % {"name": name, "code": process.returncode})

    def watch(self) -> None:
        while True:
            self.check()
            time.sleep(POLL_SECONDS)

    def wait_for_answers(self, port: int, hosts: list[str], seconds: float) -> None:
        """Returns when the home page of every host answers 200."""
        deadline = time.monotonic() + seconds
        answers = dict.fromkeys(hosts, "-")
        for host in hosts:
            while (answer := home_page_status(port, host)) != "200":
                answers[host] = answer
                self.check()
                if time.monotonic() > deadline:
                    message = _("After %(seconds)s seconds %(host)s answers “%(answer)s” instead of 200.")
                    raise ProcessError(message % {"seconds": int(seconds), "host": host, "answer": answer})
                time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """Asks all to end, then kills what is left, whole process groups at a time."""
        for process in self._running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            _signal_group(process, signal.SIGKILL)
            process.wait()


def home_page_status(port: int, host: str) -> str:
    """The status of `/` on that host, asked without a name server: not every system resolves *.localhost."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=REQUEST_SECONDS)
    try:
        connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def _signal_group(process: subprocess.Popen, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _end_with_parent(parent: int):
    """On Linux the kernel ends a program whose parent was killed and could not stop it itself."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
