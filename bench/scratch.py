"""A platform for one benchmark: nine sites, a database and a server of its own, all gone afterwards."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
KEPT = {"HOME", "LANG", "LC_ALL", "PATH"}
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class BenchmarkError(Exception):
    """The message says what to do."""


@dataclass(frozen=True)
class CpuTime:
    """CPU seconds used so far, by process, of the server and of its database connections on this machine."""

    server: dict[int, float]
    database: dict[int, float]

    def since(self, before: "CpuTime") -> tuple[float, float]:
        """A connection that was closed in between is left out: Django opens a new one every minute."""
        return _growth(before.server, self.server), _growth(before.database, self.database)


def _growth(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


@dataclass
class Platform:
    environment: dict[str, str]
    directory: Path
    port: int
    database: psycopg.Connection | None = None
    server: subprocess.Popen | None = None

    def run(self, *command: str) -> str:
        """Output of a Python program of this repository; raises with its messages when it fails."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchmarkError(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def get(self, connection: http.client.HTTPConnection, host: str, path: str, tag: str = "") -> tuple[int, str]:
        """Size of the answer's body, and its ETag; `tag` is the one that the client holds."""
        held = {"If-None-Match": tag} if tag else {}
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}", **held})
        response = connection.getresponse()
        size = len(response.read())
        if response.status not in ((200, 304) if tag else (200,)):
            raise BenchmarkError(f"http://{host}:{self.port}{path} answers {response.status} instead of 200.")
        return size, response.headers.get("ETag", "")

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def cpu_time(self) -> CpuTime:
        return CpuTime(_cpu_seconds(_family(self.server.pid)), _cpu_seconds(self.database_processes()))

    @property
    def database_name(self) -> str:
        if self.database is None:
            return f"SQLite {sqlite3.sqlite_version}"
        return f"PostgreSQL {self.database.info.server_version // 10_000}"

    def database_processes(self) -> list[int]:
        """PostgreSQL's processes that work for the platform's server; SQLite has none, it works inside the server."""
        if self.database is None:
            return []
        rows = self.database.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in rows if _name(pid) == "postgres"]


@contextmanager
def platform(postgresql: str, settings: str = "cms.settings.base") -> Iterator[Platform]:
    """A running platform, on SQLite when no server's address is given."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory, _database(postgresql) as url:
        port = _free_port()
        environment = {
            # Nothing else of the caller's: a bucket's or another database's address would be used.
            **{name: value for name, value in os.environ.items() if name in KEPT or name.startswith("PG")},
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": "benchmark",
            "ALLOWED_HOSTS": "localhost,.localhost",
            "DATA_DIR": directory,
            "DATABASE_URL": url,
            "PORT": str(port),
            # One client asks as much as it can.
            "TV_ANONYMOUS_PER_MINUTE": "1000000",
        }
        scratch = Platform(environment, Path(directory), port)
        for command in (["migrate"], ["provision_sites"], ["collectstatic", "--no-input"]):
            scratch.run("manage.py", *command)
        connection = psycopg.connect(url, autocommit=True) if url else nullcontext()
        with _server(scratch), connection as scratch.database:
            if url and not scratch.database_processes():
                raise BenchmarkError("PostgreSQL must run on this machine: its CPU time is read from /proc.")
            yield scratch


@contextmanager
def _database(server: str) -> Iterator[str]:
    """Address of an empty database on that server; nothing for SQLite, whose file is in the data directory."""
    if not server:
        yield ""
        return
    name = f"bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _server(scratch: Platform) -> Iterator[None]:
    """granian with one worker of one thread: the measuring client asks for one page at a time."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
    log = scratch.directory / "server.log"
    with log.open("w") as output:
        scratch.server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(scratch.port), "cms.wsgi:application"],
            cwd=ROOT,
            env=scratch.environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait(scratch, log)
            yield
        finally:
            scratch.server.send_signal(signal.SIGTERM)
            try:
                scratch.server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(scratch.server.pid, signal.SIGKILL)


def _wait(scratch: Platform, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and scratch.server.poll() is None:
        try:
            scratch.get(scratch.connect(), "localhost", "/health/ready")
            return
        except OSError:
            time.sleep(0.2)
    raise BenchmarkError(f"The server did not start:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _family(pid: int) -> list[int]:
    """A process and all that it has started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    family = [pid]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family


def _cpu_seconds(pids: list[int]) -> dict[int, float]:
    fields = {pid: _stat(pid) for pid in pids}
    return {pid: (int(found[11]) + int(found[12])) / TICKS_A_SECOND for pid, found in fields.items() if found}


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat from the third on; the second, the name, may hold spaces and brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
