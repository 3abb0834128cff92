"""The real platform, started as a newcomer starts it: server, worker and scheduler on a database of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sites.registry import load_registry

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 240
PASSWORD = "yunshang-demo"
SECRET_KEY = "end-to-end"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Platform:
    """A running `run_sites` and the addresses of its nine sites."""

    port: int
    data_dir: Path
    process: subprocess.Popen | None = None

    @property
    def log(self) -> str:
        """All that the command and its children have printed so far."""
        file = self.data_dir / "platform.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def start(self, **variables: str) -> None:
        """Returns when the platform has printed READY; raises with its output when it does not."""
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "SECRET_KEY": SECRET_KEY,
            "ALLOWED_HOSTS": "localhost,.localhost",
            # One address asks for all readers and screens here.
            "TV_ANONYMOUS_PER_MINUTE": "100000",
            **variables,
        }
        with (self.data_dir / "platform.log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_sites"],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while "\nREADY " not in self.log:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The platform did not start:\n{self.log[-6000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def get(self, host: str, path: str = "/", **headers: str) -> Answer:
        """GET without following redirects; the host need not resolve outside a browser."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}", **headers})
        response = connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return answer

    def sitemap(self, host: str) -> list[str]:
        """Paths of every page in the host's sitemap, which must name this host only."""
        locations = re.findall(r"<loc>([^<]+)</loc>", self.get(host, "/sitemap.xml").text)
        prefix = self.url(host, "")
        assert all(location.startswith(prefix) for location in locations), locations
        return [location.removeprefix(prefix) for location in locations]


def hosts() -> dict[str, str]:
    """Slug -> hostname of the nine, the prefecture first."""
    return {entry.slug: entry.hostname for entry in load_registry()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
