"""Chinese first: every source string has its Chinese text, in both scripts; English is the source itself."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import dates, translation

from cms.languages import catalogue

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = [catalogue.SIMPLIFIED, catalogue.TRADITIONAL]
TREES = ("cms", "sites", "themes")
HAN = re.compile(r"[\u3400-\u9fff]")
# Terms of the trade that editors who read English meet in Chinese everywhere else.
EXPLAINED = {"爱心小屋", "栏目"}


def texts(entries: polib.POFile | polib.MOFile) -> dict[tuple, tuple]:
    """(context, source) -> all forms of the translation."""
    return {
        (entry.msgctxt, entry.msgid): tuple(entry.msgstr_plural.values()) or (entry.msgstr,)
        for entry in entries
        if entry.msgid
    }


def test_every_message_of_the_source_is_translated(tmp_path):
    for tree in TREES:
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=shutil.ignore_patterns("starter", "*.woff2", "*.jpg"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--no-location", "--no-obsolete"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    extracted = polib.pofile(str(tmp_path / catalogue.SIMPLIFIED.relative_to(ROOT)))
    assert len(extracted) > 500
    assert [entry.msgid for entry in extracted if not entry.translated()] == []


def test_traditional_characters_are_derived_and_complete():
    committed = polib.pofile(str(catalogue.TRADITIONAL))
    assert texts(committed) == texts(catalogue.derived_catalogue())
    assert committed.untranslated_entries() == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_that_of_the_texts(path):
    assert texts(polib.mofile(str(path.with_suffix(".mo")))) == texts(polib.pofile(str(path)))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_placeholders_survive_translation(path):
    names = re.compile(r"%\((\w+)\)[sd]")
    for entry in polib.pofile(str(path)):
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert set(names.findall(entry.msgid)) == set(names.findall(text)), entry.msgid


def test_the_command_refuses_a_catalogue_with_gaps(tmp_path, monkeypatch):
    gap = polib.POFile()
    gap.append(polib.POEntry(msgid="Search", msgstr=""))
    gap.save(str(tmp_path / "django.po"))
    monkeypatch.setattr(catalogue, "SIMPLIFIED", tmp_path / "django.po")
    with pytest.raises(CommandError, match="'Search'"):
        call_command("derive_catalogue")


def test_the_terms_of_traditional_readers_are_used():
    found = texts(polib.pofile(str(catalogue.TRADITIONAL)))
    assert (found[None, "Print"], found[None, "Menu"]) == (("列印",), ("選單",))


def test_english_readers_never_get_chinese():
    # Django falls back to the catalogue of LANGUAGE_CODE, which is Chinese, for every language but English.
    with translation.override("en"):
        for entry in polib.pofile(str(catalogue.SIMPLIFIED)):
            found = [translation.gettext(entry.msgid)]
            if entry.msgctxt:
                found = [translation.pgettext(entry.msgctxt, entry.msgid)]
            if entry.msgid_plural:
                found = [translation.ngettext(entry.msgid, entry.msgid_plural, count) for count in (1, 2)]
            assert not [text for text in found if set(HAN.findall(text)) - set("".join(EXPLAINED))], entry.msgid


def test_english_has_singular_and_plural():
    with translation.override("en"):
        found = [translation.ngettext("in %(days)s day", "in %(days)s days", count) for count in (0, 1, 2)]
    assert found == ["in %(days)s days", "in %(days)s day", "in %(days)s days"]


def test_what_django_says_to_readers_is_traditional_too():
    with translation.override("zh-hant"):
        assert (str(dates.WEEKDAYS[6]), str(dates.MONTHS[11])) == ("星期日", "十一月")
        assert filesizeformat(1) == "1\xa0位元組"


def test_templates_hold_no_chinese():
    templates = [path for tree in TREES for path in (ROOT / tree).rglob("*.html")]
    assert len(templates) > 100
    for path in templates:
        spoken = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
        assert not HAN.search(spoken), path
