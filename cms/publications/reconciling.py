"""Comparing the log's last words with the tables: what went past Django's signals is found, and told afterwards."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop
from wagtail.models import Page

from cms.publications.models import SERVED, LogRow
from cms.publications.recording import because, record_gone, record_tree
from cms.publications.states import gone, last_words, states

CHUNK = 500
# Kept in English: the report says it in the reader's language.
RECONCILED = gettext_noop("reconciled")


def differences() -> Iterator[LogRow]:
    """The rows that are missing, not saved. Page and log are read in one query, so changes under way are no matter."""
    for chunk in _chunks():
        yield from (row for state in states(chunk) if (row := state.row()))
    yield from (row for word in _left_over() if (row := gone(word)))


def repair() -> Iterator[LogRow]:
    """Writes the missing rows, a chunk of pages in each transaction, and yields them."""
    with because(RECONCILED):
        for chunk in _chunks():
            with transaction.atomic():
                rows = record_tree(chunk)
            yield from rows
        with transaction.atomic():
            rows = record_gone(_left_over())
        yield from rows


def _chunks() -> Iterator[Q]:
    numbers = list(Page.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        yield Q(pk__in=numbers[start : start + CHUNK])


def _left_over() -> QuerySet[LogRow]:
    """Last words that serve a page which is not there."""
    page = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=OuterRef("locale"))
    return last_words(LogRow.objects.filter(operation__in=SERVED)).filter(~Exists(page)).order_by("pk")
