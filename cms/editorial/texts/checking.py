"""The text check: what the lists find in a page, or in another text that readers see."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.blocks.languages import ENGLISH
from cms.core.release import Basis
from cms.core.scripts import TRADITIONAL
from cms.editorial.texts.findings import Finding, findings_in
from cms.editorial.texts.kinds import Kind
from cms.editorial.texts.lexicon import Chain, chain_at, chain_of_site, lexicon_for
from cms.editorial.texts.reading import passages

# Sentences of a refusal; a page with more has a list of its own in the editor.
MOST_SENTENCES = 5


def check_page(page: Page) -> list[Finding]:
    """What is found in the page as it is in memory, worst first, else in the order of the page.

    Pages in traditional characters follow their source and are not checked for themselves.
    """
    if page.locale.language_code == TRADITIONAL:
        return []
    written = page.specific if type(page) is Page else page
    return _check(written, chain_at(written.url_path), latin_only=page.locale.language_code == ENGLISH.code)


def check_thing(thing: Model) -> list[Finding]:
    """The same for a snippet or a setting; what belongs to no site is measured by the topmost list."""
    return _check(thing, chain_of_site(site_of_thing(thing)))


def site_of_thing(thing: Model) -> Site | None:
    return thing.site if getattr(thing, "site_id", None) else None


def _check(instance: Model, chain: Chain, latin_only: bool = False) -> list[Finding]:
    lexicon = lexicon_for(chain)
    found = [finding for passage in passages(instance) for finding in findings_in(passage, lexicon, latin_only)]
    return sorted(found, key=lambda finding: -finding.severity)


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_refusal]


def has_refusals(findings: Iterable[Finding]) -> bool:
    return bool(refusals(findings))


def sentences(findings: list[Finding]) -> list[str]:
    """What to change and where, in words for people; of many the first, and how many more there are."""
    said = [_sentence(finding) for finding in findings[:MOST_SENTENCES]]
    if more := len(findings) - len(said):
        said.append(_("And %(count)s more places that the text check refuses.") % {"count": more})
    return said


def _sentence(finding: Finding) -> str:
    words = {"place": finding.place, "matched": finding.matched, "kind": finding.kind_label}
    if finding.suggestion:
        return _("%(place)s: write “%(suggestion)s” instead of “%(matched)s”.") % {
            **words,
            "suggestion": finding.suggestion,
        }
    sentence = _("%(place)s: “%(matched)s” must not be published (%(kind)s).") % words
    return f"{sentence} {finding.note}" if finding.note else sentence


def requirement(page: Page, basis: Basis) -> list[str]:
    """For the gate. An urgent notice is not held up by a wrong word, only by what would harm a person."""
    found = refusals(check_page(page))
    if basis == Basis.URGENT:
        found = [finding for finding in found if finding.kind == Kind.PERSONAL]
    return sentences(found)
