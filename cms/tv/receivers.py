"""Tells the log what it does not see by itself: that a file of an item has become private, or is back."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from cms.media.models import Image, Media
from cms.publications.recording import because, record_pages
from cms.tv.models import Item

FILES = (Image, Media)


def connect() -> None:
    """Called once, from the app's `ready`."""
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, CollectionViewRestriction, dispatch_uid="tv_restriction")
    for model in FILES:
        post_save.connect(_file_saved, model, dispatch_uid="tv_file")


def _restriction_changed(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    below = Collection.objects.descendant_of(instance.collection, inclusive=True)
    for model in FILES:
        _tell(model, model.objects.filter(collection__in=below).values_list("pk", flat=True))


def _file_saved(instance: Model, created: bool, **kwargs: Any) -> None:
    if not created:
        _tell(type(instance), [instance.pk])


def _tell(model: type[Model], numbers: Iterable[int]) -> None:
    """Items of pages that use these files get a row, so that copies of them are fetched again."""
    kind = ContentType.objects.get_for_model(model)
    uses = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=[str(number) for number in numbers])
    pages = {int(number) for number in uses.values_list("object_id", flat=True) if number.isdigit()}
    shown = Item.objects.open().filter(page__in=pages).values_list("page", flat=True)
    if shown:
        with because("tv.file"):
            record_pages(Q(pk__in=set(shown)), changed=True)
