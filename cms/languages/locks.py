"""Sentences that people have written in traditional characters themselves."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import Page

from cms.core.scripts import to_traditional
from cms.languages.models import SentenceLock
from cms.languages.texts import split_sentences


def locks_in_force(translation_key: UUID) -> dict[str, str]:
    locks = SentenceLock.objects.filter(translation_key=translation_key, waits=False)
    return dict(locks.values_list("source", "traditional"))


def waiting_locks(page: Page) -> list[list[str]]:
    """What the page's next publication changes in its traditional characters."""
    locks = SentenceLock.objects.filter(translation_key=page.translation_key, waits=True)
    return [list(lock) for lock in locks.order_by("source").values_list("source", "traditional")]


def in_traditional(text: str, locks: Mapping[str, str]) -> str:
    return "".join(_sentence(sentence, locks) for sentence in split_sentences(text))


def _sentence(sentence: str, locks: Mapping[str, str]) -> str:
    words = sentence.strip()
    return sentence.replace(words, locks[words]) if words in locks else to_traditional(sentence)


@transaction.atomic
def set_lock(key: UUID, source: str, text: str, user: AbstractBaseUser) -> bool:
    """The sentence shall read so, as soon as `put_in_force` is called; True if that is new.

    No text, or what the conversion gives anyway, lifts the lock.
    """
    text = " ".join(text.split())
    text = "" if text == to_traditional(source) else text
    locks = SentenceLock.objects.filter(translation_key=key, source=source)
    present = {lock.waits: lock.traditional for lock in locks}
    in_force = present.get(False, "")
    if text == present.get(True, in_force):
        return False
    locks.filter(waits=True).delete()
    if text != in_force:
        locks.create(translation_key=key, source=source, traditional=text, waits=True, locked_by=user)
    return True


@transaction.atomic
def put_in_force(key: UUID) -> None:
    """At the page's publication: what waited for it now holds."""
    for lock in SentenceLock.objects.filter(translation_key=key, waits=True):
        SentenceLock.objects.filter(translation_key=key, source=lock.source, waits=False).delete()
        if lock.traditional:
            SentenceLock.objects.filter(pk=lock.pk).update(waits=False)
        else:
            lock.delete()


def nearest(source: str, sentences: Iterable[str]) -> str:
    """The sentence that the locked one has probably become."""
    return max(sentences, key=lambda sentence: SequenceMatcher(None, source, sentence).ratio(), default="")
