"""The benchmark itself takes minutes; that it starts and explains itself is checked here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_benchmark_explains_its_options():
    command = [sys.executable, ROOT / "bench" / "requests_per_cpu.py", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "--postgresql URL" in done.stdout
    assert "bench/README.md" in done.stdout
