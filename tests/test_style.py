"""The tools that keep the code in order run with the tests, not only when somebody remembers them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["djlint", "themes", "cms", "sites", "--lint", "--quiet"],
        ["lint-imports"],
    ],
    ids=" ".join,
)
def test_the_whole_tree_passes(command: list[str]):
    tool, *arguments = command
    done = subprocess.run([TOOLS / tool, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_source_file_is_longer_than_four_hundred_lines():
    sources = [
        path
        for folder in ("cms", "sites", "themes", "tests", "bench")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
    ]
    assert len(sources) > 200
    assert [path.name for path in sources if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []
