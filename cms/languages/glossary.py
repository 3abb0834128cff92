"""The prefecture's glossary as the conversion needs it: at hand in every process, seconds old at most."""

from functools import partial
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from cms.core.scripts import register_glossary
from cms.languages.models import GlossaryTerm

# The cache holds only a name for the present state, because a conversion asks some hundred times a page.
STATE = "languages.glossary"
SECONDS = 5

_state: str | None = None
_terms: dict[str, str] = {}


def terms() -> dict[str, str]:
    """Simplified term -> traditional term."""
    global _state, _terms
    state = cache.get(STATE)
    if state is None or state != _state:
        _terms = dict(GlossaryTerm.objects.values_list("simplified", "traditional"))
        _state = state or uuid4().hex
        if state is None:
            cache.set(STATE, _state, SECONDS)
    return _terms


def forget() -> None:
    cache.delete(STATE)


def note_former_word(instance: GlossaryTerm, raw: bool, **kwargs) -> None:
    former = GlossaryTerm.objects.filter(pk=instance.pk).values_list("simplified", flat=True).first()
    instance._words = sorted({instance.simplified, former} - {None})


def apply_change(instance: GlossaryTerm, **kwargs) -> None:
    """Sent after saving and after deleting."""
    from cms.languages.tasks import derive_pages_with

    forget()
    words = getattr(instance, "_words", [instance.simplified])
    transaction.on_commit(partial(derive_pages_with.enqueue, words))


def register() -> None:
    pre_save.connect(note_former_word, sender=GlossaryTerm)
    post_save.connect(apply_change, sender=GlossaryTerm)
    post_delete.connect(apply_change, sender=GlossaryTerm)
    register_glossary(terms)
