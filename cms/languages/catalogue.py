"""The interface in traditional characters: made from the catalogue in simplified ones, never written by hand."""

import tomllib
from pathlib import Path

import polib
from django.conf import settings

from cms.core.scripts import to_traditional

CATALOGUES = Path(settings.BASE_DIR, "cms", "locale")
SIMPLIFIED = CATALOGUES / "zh_Hans" / "LC_MESSAGES" / "django.po"
TRADITIONAL = CATALOGUES / "zh_Hant" / "LC_MESSAGES" / "django.po"
# What is called otherwise outside the mainland. Pages keep their words; buttons should be found by everybody.
TERMS = CATALOGUES / "zh_Hant" / "terms.toml"


def derived_catalogue() -> polib.POFile:
    source, terms = polib.pofile(SIMPLIFIED), tomllib.loads(TERMS.read_text(encoding="utf-8"))["terms"]
    derived = polib.POFile(wrapwidth=0)
    derived.metadata = {**source.metadata, "Language": "zh_Hant"}
    for entry in source:
        derived.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgctxt=entry.msgctxt,
                msgstr=to_traditional(entry.msgstr, terms),
                msgstr_plural={form: to_traditional(text, terms) for form, text in entry.msgstr_plural.items()},
                flags=entry.flags,
            )
        )
    return derived
