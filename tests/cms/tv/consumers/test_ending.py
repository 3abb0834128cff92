"""The real server, ended in order: nothing that was counted is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from cms.tv.consumers.models import HourlyCount
from tests.cms.tv.own_database import own_database

START_SECONDS = 120


@pytest.fixture
def db(django_db_setup, django_db_blocker, tmp_path):
    """Another process sees it."""
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield


@pytest.fixture
def address(db, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    values = connection.settings_dict
    url = f"sqlite:///{values['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
    changed = {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "cms.wsgi:application"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | changed)
    yield f"http://localhost:{port}", server
    server.kill()
    server.wait()


def asked(url: str) -> bytes:
    """As soon as the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return urlopen(url).read()
        except (URLError, ConnectionError):
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_counts_are_written_when_the_server_ends(address):
    root, server = address
    asked(f"{root}/health/live")
    for _number in range(3):
        asked(f"{root}/api/tv/v1/health")
    server.send_signal(signal.SIGTERM)
    server.wait(30)
    assert sum(HourlyCount.objects.filter(operation="health").values_list("requests", flat=True)) == 3
