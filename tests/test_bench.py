"""The benchmarks themselves take minutes; that they start and explain themselves is checked here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("program", ["requests_per_cpu.py", "search_quality.py"])
def test_a_benchmark_explains_its_options(program):
    command = [sys.executable, ROOT / "bench" / program, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "--postgresql URL" in done.stdout
    assert "bench/README.md" in done.stdout
