"""English of the starter pages: written by people as PO files, published once, from then on the editors'.

`starter/en/common.po` holds what all sites share, with the sites' names as {placeholders}, `starter/en/<slug>.po` what
one site says. The context of an entry is the page: its path below the home page, or `home`.
"""

from functools import cache
from pathlib import Path

import polib
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.languages.english import begin, english_locale, english_of
from cms.languages.english_import import make_english, missing_english
from sites.provisioning.content import publish
from sites.provisioning.run import Action, ProvisioningError, Run
from sites.provisioning.starter import STARTER, chinese_names, fill_names
from sites.registry import SiteEntry

HOME = "home"

# Page key -> Chinese -> English.
Phrases = dict[str, dict[str, str]]


def build_english(run: Run, entry: SiteEntry, pages: dict[str, int]) -> None:
    """Makes and publishes the pages whose every text has its English, parents first; once each.

    A home page is at least begun: the rights of the site's people in the English tree hang on it.
    """
    home, locale = run.homes[entry.slug], english_locale()
    numbers = {HOME: home.pk, **pages}
    wanted = {
        numbers[key]: (key, phrases)
        for key, phrases in phrases_for(entry).items()
        if key in numbers and _record(entry, key) not in run.records
    }
    for page in Page.objects.filter(pk__in=wanted, live=True).order_by("path").specific():
        key, phrases = wanted[page.pk]
        english = english_of(page) or _build(run, entry, page, locale, phrases)
        if english:
            run.records.put(_record(entry, key), english.pk)
    if _record(entry, HOME) not in run.records:
        begin(home)


def _record(entry: SiteEntry, key: str) -> str:
    return f"{entry.slug}/english/{key}"


def _build(run: Run, entry: SiteEntry, page: Page, locale: Locale, phrases: dict[str, str]) -> Page | None:
    """None while a text has no English, because an editor has changed it, or the page above is not live."""
    parent = page.get_parent()
    parent = parent if parent.is_root() else english_of(parent)
    if parent is None or not parent.live or missing_english(page, phrases):
        return None
    published_at = page.first_published_at
    english = make_english(page, parent, locale, phrases)
    publish(english, published_at)
    run.note(Action.CREATED, entry, _("English page %(path)s") % {"path": english.url_path})
    return english


def phrases_for(entry: SiteEntry) -> Phrases:
    phrases: Phrases = {}
    chinese, english = chinese_names(entry), english_names(entry)
    for path in (STARTER / "en" / "common.po", STARTER / "en" / f"{entry.slug}.po"):
        for item in _read(path) if path.exists() else []:
            if item.msgstr:
                page = phrases.setdefault(item.msgctxt, {})
                page[fill_names(item.msgid, chinese)] = fill_names(item.msgstr, english)
    return phrases


def english_names(entry: SiteEntry) -> dict[str, str]:
    return {
        **chinese_names(entry),
        "full_name": entry.name_en,
        "short_name": entry.short_name_en,
        "brand_name": entry.brand_name_en,
    }


@cache
def _read(path: Path) -> polib.POFile:
    try:
        return polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError) as error:
        message = _("The English texts %(file)s cannot be read: %(error)s")
        raise ProvisioningError(message % {"file": path.name, "error": error}) from error
