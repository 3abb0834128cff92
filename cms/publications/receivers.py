"""Every change of what the public can read, by the signals of Django's models: they are sent whichever way a page is
saved or deleted, in the transaction of the change.

Wagtail's own signals come too late for this (`post_page_move` and `page_slug_changed` when the change has committed)
or not at all (`page_published` for a page that is saved as live). `QuerySet.update` sends none; who uses it on pages
calls `record_pages`, and `reconcile_publications` finds who did not.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.publications.models import LogRow
from cms.publications.recording import record_gone, record_pages, record_tree

BEFORE = "_publications_before"
LEFT_BEHIND = "_publications_left_behind"
# Fields that say how far the work on a page has come, not what the public reads.
BOOKKEEPING = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_id",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
    "locked_by_id",
    "numchild",
    "owner",
    "owner_id",
}
ADDRESS = {"url_path"}
ALIAS = {"alias_of", "alias_of_id"}


def connect() -> None:
    # Without a sender: every page type, also one that is added later.
    pre_save.connect(remember_page)
    post_save.connect(record_page)
    pre_delete.connect(remember_deleted_page, sender=Page)
    post_delete.connect(record_deleted_page, sender=Page)
    for model in (PageViewRestriction, Site):
        _save_in_one_transaction(model)
        pre_save.connect(remember_tree, sender=model)
        post_save.connect(record_trees, sender=model)
        pre_delete.connect(remember_deleted_tree, sender=model)
        post_delete.connect(record_deleted_tree, sender=model)


def _save_in_one_transaction(model: type[Model]) -> None:
    """Pages save themselves in a transaction; these two commit before they tell of it (wagtail 8.0, django 5.2)."""
    model.save = transaction.atomic(model.save)


# Pages


@dataclass(frozen=True)
class Before:
    live: bool
    url_path: str
    alias_of_id: int | None
    translation_key: UUID
    locale_id: int


def remember_page(instance: Model, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if not isinstance(instance, Page) or raw or instance._state.adding or _is_bookkeeping(update_fields):
        return
    fields = ("live", "url_path", "alias_of_id", "translation_key", "locale_id")
    row = Page.objects.filter(pk=instance.pk).values_list(*fields).first()
    setattr(instance, BEFORE, Before(*row) if row else None)


def record_page(instance: Model, created: bool, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if not isinstance(instance, Page) or raw or _is_bookkeeping(update_fields):
        return
    before: Before | None = instance.__dict__.pop(BEFORE, None)
    if before and (before.translation_key, before.locale_id) != (instance.translation_key, instance.locale_id):
        record_gone(_words(before.translation_key, before.locale_id))
    if instance.live or (before and before.live):
        record_pages(Q(pk=instance.pk), changed=True)
    if before:
        _record_descendants(instance, before, update_fields)


def _record_descendants(page: Page, before: Before, update_fields: frozenset[str] | None) -> None:
    below = Q(path__startswith=page.path) & ~Q(pk=page.pk)
    if _is_saved(ADDRESS, update_fields) and before.url_path != page.url_path and _is_at_home(page):
        # Wagtail writes the addresses of what is below right after this.
        record_tree(below, renamed=(before.url_path, page.url_path))
    elif _is_saved(ALIAS, update_fields) and before.alias_of_id != page.alias_of_id:
        # An alias is as private as its source, and so is what lies below it.
        record_tree(below)


def _is_at_home(page: Page) -> bool:
    """Not a page that was loaded before another one above it got a new address, and now writes its old one back."""
    parent = Page.objects.filter(path=page.path[: -page.steplen]).values_list("url_path", flat=True).first()
    return parent is None or page.url_path == f"{parent}{page.slug}/"


def _is_bookkeeping(update_fields: frozenset[str] | None) -> bool:
    return update_fields is not None and update_fields <= BOOKKEEPING


def _is_saved(fields: set[str], update_fields: frozenset[str] | None) -> bool:
    return update_fields is None or bool(fields & update_fields)


def _words(translation_key: UUID, locale_id: int) -> QuerySet[LogRow]:
    """The last row of an identity, or none."""
    code = Locale.all_objects.filter(pk=locale_id).values("language_code")
    return LogRow.objects.filter(translation_key=translation_key, locale__in=code).order_by("-pk")[:1]


def remember_deleted_page(instance: Page, **kwargs: Any) -> None:
    """Read now, should the caller have left them out: afterwards there is nothing to read."""
    setattr(instance, BEFORE, (instance.translation_key, instance.locale_id))


def record_deleted_page(instance: Page, origin: Model | QuerySet, **kwargs: Any) -> None:
    """Sent for each page when all of them are gone."""
    record_gone(_words(*instance.__dict__.pop(BEFORE)))
    if paths := origin.__dict__.pop(LEFT_BEHIND, None):
        record_tree(_below(paths))


# Restrictions and sites: what each is for is a tree of pages


def remember_tree(instance: PageViewRestriction | Site, raw: bool, **kwargs: Any) -> None:
    """What it was for until now."""
    is_new = raw or instance._state.adding
    setattr(instance, BEFORE, set() if is_new else _paths(type(instance).objects.filter(pk=instance.pk).first()))


def record_trees(instance: PageViewRestriction | Site, raw: bool, **kwargs: Any) -> None:
    before = instance.__dict__.pop(BEFORE, set())
    if not raw:
        record_tree(_below(before | _paths(instance)))


def remember_deleted_tree(instance: PageViewRestriction | Site, origin: Model | QuerySet, **kwargs: Any) -> None:
    """What goes together with its page leaves other pages behind: aliases, and the home page in other languages.

    They are looked at when the pages that go are gone, which `origin`, one for a whole deletion, keeps in mind.
    """
    paths = _paths(instance)
    if issubclass(_model(origin), Page):
        origin.__dict__.setdefault(LEFT_BEHIND, set()).update(paths)
    else:
        setattr(instance, BEFORE, paths)


def record_deleted_tree(instance: PageViewRestriction | Site, **kwargs: Any) -> None:
    if paths := instance.__dict__.pop(BEFORE, None):
        record_tree(_below(paths))


def _model(origin: Model | QuerySet) -> type[Model]:
    return origin.model if isinstance(origin, QuerySet) else type(origin)


def _paths(thing: PageViewRestriction | Site | None) -> set[str]:
    if thing is None:
        return set()
    if isinstance(thing, Site):
        keys = Page.objects.filter(pk=thing.root_page_id).values("translation_key")
        homes = Page.objects.filter(translation_key__in=keys)
    else:
        homes = Page.objects.filter(Q(pk=thing.page_id) | Q(alias_of=thing.page_id))
    return set(homes.values_list("path", flat=True))


def _below(paths: set[str]) -> Q:
    below = Q(pk=None)
    for path in paths:
        below |= Q(path__startswith=path)
    return below
