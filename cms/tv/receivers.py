"""Tells the log at once what signals say of files: that one has become private, or is back."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import CollectionViewRestriction, ReferenceIndex

from cms.media.models import Image, Media
from cms.tv.hidden_files import tell, tell_all
from cms.tv.models import Item

FILES = (Image, Media)


def connect() -> None:
    """Called once, from the app's `ready`."""
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, CollectionViewRestriction, dispatch_uid="tv_restriction")
    for model in FILES:
        post_save.connect(_file_saved, model, dispatch_uid="tv_file")


def _restriction_changed(**kwargs: Any) -> None:
    tell_all()


def _file_saved(instance: Model, created: bool, **kwargs: Any) -> None:
    if created:
        return
    kind = ContentType.objects.get_for_model(instance)
    uses = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(instance.pk))
    if pages := {int(number) for number in uses.values_list("object_id", flat=True) if number.isdigit()}:
        tell(Item.objects.open().filter(page__in=pages))
