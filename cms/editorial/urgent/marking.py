"""Which pages carry the mark of what nobody has confirmed yet.

Readers see it on the page and on its cards. These notices are few and short-lived, so one list of them is remembered
for all pages and no page asks the database for itself.
"""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page

from cms.core.release import Basis
from cms.editorial.gate.models import Clearance, UrgentRelease

CACHE_KEY = "urgent_pages"
# Other processes may remember it so long after it was confirmed.
SECONDS = 30


def connect() -> None:
    for model in (Clearance, UrgentRelease):
        post_save.connect(forget, sender=model)


def forget(**kwargs: Any) -> None:
    cache.delete(CACHE_KEY)
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))


def is_urgent(page: Page) -> bool:
    """In every language: what follows an urgent notice is as unconfirmed as it is."""
    return page.translation_key in cache.get_or_set(CACHE_KEY, _unconfirmed, SECONDS)


def _unconfirmed() -> frozenset:
    clearances = Clearance.objects.open().filter(basis=Basis.URGENT)
    return frozenset(clearances.values_list("translation_key", flat=True))
