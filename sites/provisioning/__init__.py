"""Builds the nine sites from the registry, and brings them back in line with it when run again.

What belongs to the registry (host names, ports, permissions) is followed. What belongs to editors (pages,
settings, pictures) is made once and never touched again, not even when it is gone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.audit.record import Quiet, quiet
from cms.core.release import shipped
from sites.provisioning.access import sync_groups
from sites.provisioning.content import build_content
from sites.provisioning.english import build_english
from sites.provisioning.indexing import indexed_once
from sites.provisioning.languages import build_glossary, build_translations
from sites.provisioning.library import build_collections, build_pictures, build_vocabulary
from sites.provisioning.people import create_demo_users, refuse_demo_users_in_production
from sites.provisioning.review import build_review
from sites.provisioning.run import Action, Change, ProvisioningError, Run
from sites.provisioning.search import build_best_bets, build_dictionary
from sites.provisioning.structure import (
    build_home,
    build_locales,
    build_settings,
    find_existing,
    refuse_foreign_hosts,
    refuse_orphans,
    remove_welcome_page,
    sync_site,
)
from sites.provisioning.television import approve_starter_pages, build_channel
from sites.provisioning.texts import build_lexicon
from sites.registry import SiteEntry

__all__ = ["Action", "Change", "ProvisioningError", "provision"]


def provision(
    entries: list[SiteEntry],
    only: str | None = None,
    demo_users: bool = False,
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda message: None,
) -> list[Change]:
    """Everything that was (in a dry run: would be) changed, in order.

    Each site is built in its own transaction: a running server's editors wait for seconds, not for all nine.
    A dry run does the same work, without writing files, and rolls it back.
    """
    selected = [entry for entry in entries if only in (None, entry.slug)]
    if not selected:
        known = ", ".join(entry.slug for entry in entries)
        message = _("There is no site “%(slug)s”. Known are: %(known)s.")
        raise ProvisioningError(message % {"slug": only, "known": known})
    if demo_users:
        refuse_demo_users_in_production()
    run = Run(entries, selected, dry_run, progress)
    if not dry_run:
        _build(run, demo_users)
        return run.changes
    try:
        with transaction.atomic():
            _build(run, demo_users)
            transaction.set_rollback(True)
    finally:
        # Addresses of the sites that were just rolled back.
        Site.clear_site_root_paths_cache()
    return run.changes


def _build(run: Run, demo_users: bool) -> None:
    try:
        with _step(run):
            refuse_orphans(run)
            build_locales(run)
            remove_welcome_page(run)
            refuse_foreign_hosts(run)
            build_collections(run)
            build_pictures(run)
            build_vocabulary(run)
            build_glossary(run)
            build_dictionary(run)
        for entry in run.selected:
            with _step(run) as audited:
                _build_site(run, entry)
                audited.site_id = run.sites[entry.slug].pk
        with _step(run):
            build_lexicon(run)
            sync_groups(run)
            for entry in run.selected:
                build_review(run, entry)
            if demo_users:
                create_demo_users(run)
        if demo_users:
            _build_television(run)
    except BaseException:
        _remove_files(run)
        raise


@contextmanager
def _step(run: Run) -> Iterator[Quiet]:
    """A transaction that begins with what is there now: editors and other runs may work between two steps.

    The audit gets one entry of each.
    """
    with transaction.atomic():
        find_existing(run)
        before = len(run.changes)
        with quiet("provision_sites") as audited, indexed_once(), shipped():
            yield audited
            if done := run.changes[before:]:
                audited.details["changes"] = [f"{change.action} {change.site} {change.what}" for change in done]


def _build_site(run: Run, entry: SiteEntry) -> None:
    before = len(run.changes)
    is_new = build_home(run, entry)
    sync_site(run, entry)
    pages = build_content(run, entry, is_new)
    build_translations(run, entry)
    build_settings(run, entry, pages)
    build_best_bets(run, entry, pages)
    build_english(run, entry, pages)
    done = len(run.changes) - before
    if done:
        message = _("%(site)s: %(count)s changes")
        run.progress(message % {"site": entry.name_zh_hans, "count": done})


def _build_television(run: Run) -> None:
    """Cutting pictures takes its time: no transaction holds others up for more than one site."""
    for entry in run.selected:
        with _step(run) as audited:
            approve_starter_pages(run, entry)
            audited.site_id = run.sites[entry.slug].pk
    with _step(run):
        build_channel(run)


def _remove_files(run: Run) -> None:
    """The rows of pictures whose transaction did not commit are gone, so their files must go too."""
    from wagtail.images import get_image_model

    kept = set(get_image_model().objects.values_list("file", flat=True))
    for storage, name in run.written_files:
        if name not in kept:
            storage.delete(name)
