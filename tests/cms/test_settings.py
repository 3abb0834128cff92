"""Production settings are the base, and refuse to start half configured."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import Environment

ROOT = Path(__file__).resolve().parent.parent.parent


def start(tmp_path, **variables: str) -> subprocess.CompletedProcess:
    """`manage.py check --deploy` with production settings and nothing but these variables."""
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.base"}
    command = [sys.executable, "manage.py", "check", "--deploy"]
    return subprocess.run(command, cwd=ROOT, env=env | variables, capture_output=True, text=True)


def test_without_a_secret_key_nothing_starts(tmp_path):
    done = start(tmp_path, ALLOWED_HOSTS="www.example.cn")
    assert done.returncode != 0
    assert "SECRET_KEY is required" in done.stderr


def test_without_hosts_nothing_starts(tmp_path):
    done = start(tmp_path, SECRET_KEY="k" * 60)
    assert done.returncode != 0
    assert "ALLOWED_HOSTS is required" in done.stderr


def test_with_both_and_https_the_checks_for_deployment_find_nothing(tmp_path):
    done = start(tmp_path, SECRET_KEY=os.urandom(40).hex(), ALLOWED_HOSTS="www.example.cn", SECURE_SSL_REDIRECT="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("System check identified no issues"), done.stdout
    assert done.stderr == ""


def test_without_https_the_checks_for_deployment_say_so(tmp_path):
    done = start(tmp_path, SECRET_KEY=os.urandom(40).hex(), ALLOWED_HOSTS="www.example.cn")
    assert {"security.W004", "security.W008"} == set(re.findall(r"security\.W\d+", done.stderr))


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_switches_are_read_as_people_write_them(monkeypatch, value: str, expected: bool):
    monkeypatch.setenv("SWITCH", value)
    assert Environment().bool("SWITCH", default=True) is expected


def test_a_switch_that_says_maybe_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0"):
        Environment().bool("SWITCH", default=True)


def test_a_number_that_is_none_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number"):
        Environment().int("PORT", 8000)
