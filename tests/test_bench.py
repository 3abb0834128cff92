"""The benchmarks themselves take minutes; that they start and explain themselves is checked here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("program", "option"),
    [
        ("requests_per_cpu.py", "--postgresql URL"),
        ("search_quality.py", "--postgresql URL"),
        ("recall.py", "--postgresql URL"),
        ("text_check.py", "--entries ENTRIES"),
    ],
)
def test_a_benchmark_explains_its_options(program, option):
    command = [sys.executable, ROOT / "bench" / program, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert option in done.stdout
    assert "bench/README.md" in done.stdout
