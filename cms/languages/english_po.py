"""Translations as PO files, for people who work outside the admin."""

from collections import Counter
from dataclasses import dataclass

import polib
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.blocks.languages import ENGLISH
from cms.languages.english import begin, completed, track, write

PAGE_HEADER = "X-Page"
MAX_BYTES = 5 * 1024 * 1024


class UnusablePo(Exception):
    """The file cannot be taken over; the message says why and what to do."""


@dataclass(frozen=True)
class Outcome:
    """Sentences of one file: taken over, already so, no longer on the page, and with an error in the markup."""

    changed: int = 0
    same: int = 0
    unknown: int = 0
    faulty: int = 0

    def __str__(self) -> str:
        parts = [
            _("%(count)s sentences taken over, %(same)s were there already.")
            % {"count": self.changed, "same": self.same}
        ]
        if self.unknown:
            parts.append(_("%(count)s are no longer on the page and were left out.") % {"count": self.unknown})
        if self.faulty:
            parts.append(_("%(count)s have an error in their markup: correct them here.") % {"count": self.faulty})
        return " ".join(parts)


def read(data: bytes) -> polib.POFile:
    if len(data) > MAX_BYTES:
        raise UnusablePo(_("The file is larger than 5 MB. That is no file with the sentences of one page."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusablePo(_("The file is not written in UTF-8. Save it again as UTF-8.")) from error
    try:
        # polib takes what looks like the name of a file for one; a name has no line ends.
        po = polib.pofile(f"{text}\n\n")
    except (OSError, ValueError) as error:
        raise UnusablePo(_("This is no PO file. Upload the file that was downloaded here.")) from error
    if not po.metadata:
        raise UnusablePo(_("This is no PO file. Upload the file that was downloaded here."))
    return po


def export_page(page: Page) -> polib.POFile:
    """The sentences of a Chinese page with the English that there is, machine-made ones marked as fuzzy.

    Nothing is stored for it: the page need not have been begun in English.
    """
    po = polib.POFile(wrapwidth=200)
    po.metadata = {
        "Language": ENGLISH.code,
        "Content-Type": "text/plain; charset=utf-8",
        PAGE_HEADER: str(page.translation_key),
    }
    stored = _stored(page)
    for segment in extract_segments(completed(page.specific)):
        if isinstance(segment, StringSegmentValue):
            english = stored.get((segment.path, segment.string.data))
            entry = polib.POEntry(
                msgctxt=segment.path, msgid=segment.string.data, msgstr=english.data if english else ""
            )
            if english and english.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
                entry.flags.append("fuzzy")
            po.append(entry)
    return po


def import_page(po: polib.POFile, page: Page, user=None) -> Outcome:
    """Takes over a file that `export_page` made; the English page is begun as a draft if the file has any English."""
    if po.metadata.get(PAGE_HEADER) != str(page.translation_key):
        raise UnusablePo(_("The file belongs to another page. Look for the page that it was downloaded from."))
    entries = po.translated_entries()
    if not entries:
        return Outcome()
    begin(page)
    return _take_over(entries, track(page), _stored(page), user)


def _stored(page: Page) -> dict[tuple[str, str], StringTranslation]:
    """(path, Chinese) -> English."""
    found = StringTranslation.objects.filter(context__object=page.translation_key, locale__language_code=ENGLISH.code)
    return {
        (english.context.path, english.translation_of.data): english
        for english in found.select_related("context", "translation_of")
    }


@transaction.atomic
def _take_over(
    entries: list[polib.POEntry], translation: Translation, stored: dict[tuple[str, str], StringTranslation], user
) -> Outcome:
    segments = translation.source.stringsegment_set.select_related("context", "string")
    by_key = {(segment.context.path, segment.string.data): segment for segment in segments}
    counts = Counter()
    for entry in entries:
        key = entry.msgctxt, entry.msgid
        old = stored.get(key)
        if key not in by_key:
            counts["unknown"] += 1
        elif old and old.data == entry.msgstr and old.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL:
            counts["same"] += 1
        else:
            counts["faulty" if write(by_key[key], entry.msgstr, user).has_error else "changed"] += 1
    return Outcome(**counts)
