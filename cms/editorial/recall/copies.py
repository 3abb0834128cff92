"""Which pages are copies of a page: Wagtail (8.0) writes down where a copy went, but not what it was copied from."""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from cms.editorial.gate.fingerprints import content_digest
from cms.editorial.recall.models import PageCopy

# What the copying dialogue asks for, and what a copy has for itself.
OWN = ("title", "slug", "seo_title", "show_in_menus", "go_live_at", "expire_at")


def record_copies() -> None:
    """Wraps the one method that every way of copying ends in, for each page of a copied tree.

    Wagtail sends a signal for copies into another language only; remove this when it sends one for all.
    """
    copy = CopyPageAction._copy_page

    @wraps(copy)
    def recording(self: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
        made = copy(self, page, *args, **kwargs)
        if made.translation_key != page.translation_key:
            PageCopy.objects.update_or_create(copy_id=made.pk, defaults={"original_id": page.pk})
        return made

    CopyPageAction._copy_page = recording


def copies_of(pages: Iterable[int]) -> set[int]:
    """Numbers of the pages copied from these, and from those again."""
    found, newest = set(), set(pages)
    while newest:
        rows = PageCopy.objects.filter(original_id__in=newest).values_list("copy_id", flat=True)
        newest = set(rows) - found
        found |= newest
    return found


def origins_of(pages: Iterable[int]) -> set[int]:
    """Numbers of the pages that these were copied from, and so on."""
    found, newest = set(), set(pages)
    while newest:
        rows = PageCopy.objects.filter(copy_id__in=newest).values_list("original_id", flat=True)
        newest = set(rows) - found
        found |= newest
    return found


def says_the_same(one: Page, other: Page) -> bool:
    """Whether readers get the same text and pictures, under whatever title and address."""
    return type(one) is type(other) and _likeness(one) == _likeness(other)


def _likeness(page: Page) -> str:
    blank = type(page).from_serializable_data(page.serializable_data(), check_fks=False)
    for name in OWN:
        setattr(blank, name, type(page)._meta.get_field(name).get_default())
    return content_digest(blank)
