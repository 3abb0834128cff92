"""Wagtail and its packages speak Chinese everywhere: what they lack stands in a catalogue of ours."""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils import translation

from cms.languages.catalogue import CATALOGUES
from tests.test_catalogue import texts

SUPPLIED = CATALOGUES / "wagtail" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def said(domain: str) -> dict[tuple, tuple]:
    """(context, source) of all texts of the installed packages -> their own Chinese, or nothing."""
    found = {}
    for app in apps.get_app_configs():
        folder = Path(app.path, "locale")
        english = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
        if not app.name.startswith("wagtail") or not english.exists():
            continue
        chinese = folder / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"
        known = polib.pofile(str(chinese)).translated_entries() if chinese.exists() else []
        for source in texts(polib.pofile(str(english))):
            found[source] = texts(known).get(source, ()) or found.get(source, ())
    return found


def supplied(domain: str) -> polib.POFile:
    return polib.pofile(str(SUPPLIED / f"{domain}.po"))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_without_chinese_gets_it_here(domain):
    ours = texts(polib.pofile(str(CATALOGUES / "zh_Hans" / "LC_MESSAGES" / "django.po"))) if domain == "django" else {}
    silent = {source for source, chinese in said(domain).items() if not chinese}
    missing = silent - texts(supplied(domain)).keys() - ours.keys()
    assert sorted(source for _context, source in missing) == []
    assert supplied(domain).untranslated_entries() == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_stays_here_that_the_packages_say_themselves(domain):
    # Wrong Chinese may be corrected here.
    theirs = said(domain)
    no_longer_needed = {
        source
        for source, chinese in texts(supplied(domain)).items()
        if source not in theirs or theirs[source] == chinese
    }
    assert sorted(source for _context, source in no_longer_needed) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_that_of_the_texts(domain):
    assert texts(polib.mofile(str(SUPPLIED / f"{domain}.mo"))) == texts(supplied(domain))


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_are_those_of_the_source(domain):
    for entry in supplied(domain):
        # Chinese has one form for every number, so it may use the names of both forms.
        least = set(PLACEHOLDER.findall(entry.msgid))
        most = least | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert least <= set(PLACEHOLDER.findall(text)) <= most, entry.msgid


def test_the_first_page_of_the_admin_reads_them():
    with translation.override("zh-hans"):
        assert translation.gettext("Search all pages…") == "搜索所有页面……"
    with translation.override("en"):
        assert translation.gettext("Search all pages…") == "Search all pages…"
