"""Looking back (回头看): what the present lists find in what is live, kept for the report."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, Site
from wagtail.signals import page_published, page_unpublished

from cms.core import release
from cms.core.chunks import chunks
from cms.core.scope import site_trees
from cms.core.scripts import TRADITIONAL
from cms.editorial.texts.checking import check_page, check_thing, site_of_thing
from cms.editorial.texts.findings import Finding
from cms.editorial.texts.lexicon import chain_at, chain_of_site
from cms.editorial.texts.models import LiveFinding
from cms.editorial.texts.subjects import checked_models, things


def look_back(site_id: int) -> int:
    """Over everything live on which this site's list counts: its pages, those of the sites below, texts beside pages.

    Answers with the number of findings. Every page in a transaction of its own, so nobody who edits waits.
    """
    count = sum(refresh_page(page) for chunk in chunks(pages_under(site_id)) for page in chunk)
    return count + look_beside_pages(site_id)


def pages_under(site_id: int) -> PageQuerySet:
    """Live, in all languages that are written by people."""
    site = Site.objects.select_related("root_page").get(pk=site_id)
    # Treebeard's paths, so the counties' pages below the prefecture are among them.
    below = reduce(or_, [Q(path__startswith=home) for home in site_trees([site])[site].homes])
    return Page.objects.live().exclude(locale__language_code=TRADITIONAL).filter(below)


def look_beside_pages(site_id: int) -> int:
    """Over texts that are on no page of their own, and away with what was found on pages that are gone."""
    LiveFinding.objects.filter(page__live=False).delete()
    return sum(refresh_thing(thing) for thing in things() if site_id in chain_of_site(site_of_thing(thing)))


def refresh_page(page: Page) -> int:
    """Brings the kept findings of a live page up to date; the number of findings."""
    chain = chain_at(page.url_path)
    findings = check_page(page) if chain else []
    return _store(findings, chain, title=page.title, page_id=page.pk)


def refresh_thing(thing: Model) -> int:
    """The same for a snippet or a setting; an alert banner that has ended is seen by nobody any more."""
    ends_at = getattr(thing, "ends_at", None)
    findings = [] if ends_at and ends_at <= timezone.now() else check_thing(thing)
    title = f"{thing._meta.verbose_name}: {thing}"
    return _store(findings, chain_of_site(site_of_thing(thing)), title=title, **_key_of(thing))


def _key_of(thing: Model) -> dict[str, str]:
    return {"subject_type": thing._meta.label, "subject_id": str(thing.pk)}


def _store(findings: list[Finding], chain: tuple[int, ...], title: str, **subject: object) -> int:
    """What was found before stays the same row, because it knows since when.

    Nearly always nothing has changed: then nothing is locked. SQLite's waiting writers have no queue, and one that
    takes the lock a thousand times in a row would leave the others no turn.
    """
    if any(_differences(findings, chain, title, subject)):
        with transaction.atomic():
            changed, gone = _differences(findings, chain, title, subject)
            for row in changed:
                row.save()
            LiveFinding.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(findings)


def _differences(
    findings: list[Finding], chain: tuple[int, ...], title: str, subject: dict[str, object]
) -> tuple[list[LiveFinding], list[LiveFinding]]:
    """Rows to be saved, and rows to be deleted."""
    known: dict[tuple, list[LiveFinding]] = defaultdict(list)
    for row in LiveFinding.objects.filter(**subject):
        known[_identity(row)].append(row)
    changed = []
    for finding in findings:
        same = known[_identity(finding)]
        row = same.pop() if same else LiveFinding(**subject)
        values = finding.as_data() | {"site_id": chain[-1], "title": title[:255], "place": finding.place[:255]}
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    return changed, [row for rows in known.values() for row in rows]


def _identity(found: Finding | LiveFinding) -> tuple:
    return found.path, found.kind, found.term, found.before, found.matched, found.after


def on_publication(instance: Page, **kwargs) -> None:
    # What ships with the product is looked at when its list arrives.
    if release.current() is None:
        refresh_page(instance.specific)


def on_taking_down(instance: Page, **kwargs) -> None:
    LiveFinding.objects.filter(page=instance.pk).delete()


def on_saving_thing(instance: Model, raw: bool, **kwargs) -> None:
    if not raw and release.current() is None:
        refresh_thing(instance)


def on_deleting_thing(instance: Model, **kwargs) -> None:
    LiveFinding.objects.filter(**_key_of(instance)).delete()


def register() -> None:
    page_published.connect(on_publication)
    page_unpublished.connect(on_taking_down)
    for model in checked_models():
        post_save.connect(on_saving_thing, sender=model)
        post_delete.connect(on_deleting_thing, sender=model)
