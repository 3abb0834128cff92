"""The glossary of traditional characters, and the traditional pages of sites that were built before there were any."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.languages import glossary
from cms.languages.derive import derive
from cms.languages.models import GlossaryTerm
from cms.languages.sync import pages_of_site
from cms.languages.tree import sources, traditional_locale
from sites.provisioning.run import Action, Run
from sites.registry import SiteEntry

GLOSSARY_FILE = Path(__file__).resolve().parent.parent / "glossary.toml"


def load_glossary() -> dict[str, str]:
    """The tables of the file only give order to it."""
    tables = tomllib.loads(GLOSSARY_FILE.read_text(encoding="utf-8"))
    return {simplified: traditional for table in tables.values() for simplified, traditional in table.items()}


def build_glossary(run: Run) -> None:
    """Each term once: what editors have changed or deleted stays so."""
    new = {term: text for term, text in load_glossary().items() if f"glossary/{term}" not in run.records}
    if not new:
        return
    # Past the signals: no page is older than its words, and one that is gets derived by `sync_languages`.
    GlossaryTerm.objects.bulk_create(
        [GlossaryTerm(simplified=term, traditional=text) for term, text in new.items()], ignore_conflicts=True
    )
    glossary.forget()
    for term in GlossaryTerm.objects.filter(simplified__in=new):
        run.records.put(f"glossary/{term.simplified}", term.pk)
    run.note(Action.CREATED, None, _("%(count)s glossary terms") % {"count": len(new)})


def build_translations(run: Run, entry: SiteEntry) -> None:
    """A page that is published now brings its traditional page along; this is for those published before."""
    derived = Page.objects.filter(locale=traditional_locale()).order_by().values("translation_key")
    missing = (pages_of_site(run.sites[entry.slug]) & sources()).live().exclude(translation_key__in=derived)
    count = len([derive(page) for page in missing.order_by("path")])
    if count:
        run.note(Action.CREATED, entry, _("%(count)s pages in traditional characters") % {"count": count})
