"""Renditions follow their picture: new file or focal point, new renditions. What is private is known at once."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Image
from cms.media.privacy import forget_restricted

SHAPING_FIELDS = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def note_changed_shape(instance: Image, raw: bool, update_fields: frozenset[str] | None, **kwargs) -> None:
    if raw or (update_fields is not None and not update_fields & set(SHAPING_FIELDS)):
        instance._shape_changed = False
        return
    before = Image.objects.filter(pk=instance.pk).values_list(*SHAPING_FIELDS).first() if instance.pk else None
    now = (instance.file.name, *(getattr(instance, field) for field in SHAPING_FIELDS[1:]))
    # A file that is not stored yet may bear the name of the one it replaces.
    instance._shape_changed = before != now or not instance.file._committed


def enqueue_renditions(instance: Image, **kwargs) -> None:
    from cms.media.tasks import generate_renditions

    if instance._shape_changed:
        transaction.on_commit(partial(generate_renditions.enqueue, instance.pk))


def register() -> None:
    pre_save.connect(note_changed_shape, sender=Image)
    post_save.connect(enqueue_renditions, sender=Image)
    for model in (Collection, CollectionViewRestriction):
        post_save.connect(forget_restricted, sender=model)
        post_delete.connect(forget_restricted, sender=model)
