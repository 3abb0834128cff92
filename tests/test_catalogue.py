"""Chinese first: every source string has its Chinese text, and the compiled catalogue holds the same."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "cms" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
TREES = ("cms", "sites", "themes")


def test_every_message_of_the_source_is_translated(tmp_path):
    for tree in TREES:
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=shutil.ignore_patterns("starter", "*.woff2", "*.jpg"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--no-location", "--no-obsolete"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    extracted = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))
    assert len(extracted) > 500
    assert [entry.msgid for entry in extracted if not entry.translated()] == []


def test_the_compiled_catalogue_is_that_of_the_texts():
    texts = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo"))) if entry.msgid}
    assert compiled == texts


def test_placeholders_survive_translation():
    import re

    names = re.compile(r"%\((\w+)\)[sd]")
    for entry in polib.pofile(str(CATALOGUE)):
        assert set(names.findall(entry.msgid)) == set(names.findall(entry.msgstr)), entry.msgid
