"""Brings the translations of whole trees in line with their sources: new sites, new languages, older databases."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Page, PageQuerySet, Site

from cms.core.scope import nested_root_paths
from cms.core.scripts import TRADITIONAL
from cms.languages.derive import Outcome, derive
from cms.languages.following import take_down
from cms.languages.tree import sources, translations_of

# What happened, to which page, and why.
Progress = Callable[[str, Page, str], None]
TAKEN_DOWN, REMOVED, REFUSED = "taken down", "removed", "refused"


def sync_languages(pages: PageQuerySet, progress: Progress) -> None:
    """`pages` are sources; those above one come before it. Wagtail's page of welcome is nobody's to translate."""
    for number in list(pages.not_exact_type(Page).order_by("path").values_list("pk", flat=True)):
        page = Page.objects.filter(pk=number).first()
        if page is not None:
            _sync_page(page, progress)


def _sync_page(page: Page, progress: Progress) -> None:
    if page.live:
        _derive(page, progress)
        return
    for translation in translations_of(page).filter(live=True):
        take_down(translation)
        progress(TAKEN_DOWN, translation, "")


def _derive(page: Page, progress: Progress) -> None:
    """What may not go live, as a source that was changed past the gate, keeps none of the others from it."""
    try:
        derived = derive(page)
    except PermissionDenied as refusal:
        progress(REFUSED, page, str(refusal))
        return
    if derived and derived[1] is not Outcome.UNCHANGED:
        progress(derived[1], derived[0], "")


def remove_orphans(pages: PageQuerySet, progress: Progress) -> None:
    """Traditional pages among `pages` without a source, by whatever way they came."""
    keys = sources().order_by().values("translation_key")
    derived = pages.filter(locale__language_code=TRADITIONAL, depth__gt=1)
    for orphan in derived.exclude(translation_key__in=keys).order_by("path"):
        # Gone already when it lay below another.
        if Page.objects.filter(pk=orphan.pk).exists():
            progress(REMOVED, orphan, "")
            orphan.delete()


def pages_of_site(site: Site) -> PageQuerySet:
    """In every language, from the home pages down; without the sites that lie inside."""
    homes = Q()
    for home in site.root_page.get_translations(inclusive=True):
        own = Q(path__startswith=home.path)
        for nested in nested_root_paths(home):
            own &= ~Q(url_path__startswith=nested)
        homes |= own
    return Page.objects.filter(homes)
