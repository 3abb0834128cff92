"""Files that the public reads: images, documents and recordings have no drafts, so a change is public when it is saved.

What readers get of a file that a live page uses, or a setting, banner or other thing that is always public, is not
changed at all: neither the file nor its crop, caption, credit or alternative text, not even where one of them is empty,
for it would be text that nobody has approved. Nor is such a file deleted. Who wants it otherwise uploads another one,
chooses it in the page and hands that in; once nothing public uses the old one, it may change again. Where a file is
kept and what it is called by staff (collection, tags, the title of a picture) is free.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.core import release
from cms.core.release import Basis
from cms.editorial.gate.fingerprints import file_fields, file_models, file_state
from cms.editorial.gate.models import FileChange
from cms.media.guards import FileRefused, Objection, is_unseen, objection_to, register_guard


def connect() -> None:
    register_guard(object_to_change)
    for model in file_models():
        pre_save.connect(refuse_change, sender=model)
        pre_delete.connect(refuse_deletion, sender=model)
    post_save.connect(index_references)


def object_to_change(file: Model, update_fields: frozenset[str] | None) -> Objection | None:
    """A guard of cms.media."""
    if file.pk is None or _is_open():
        return None
    changed = _changed(file, update_fields)
    if not changed or (user := first_public_user(file)) is None:
        return None
    return Objection(
        _("“%(title)s” uses this file, and readers see it there.") % {"title": user}
        + " "
        + _("Upload the new version as another file, choose it in the page, and hand the page in for review."),
        tuple(changed),
    )


def refuse_change(instance: Model, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if raw:
        return
    if objection := objection_to(instance, update_fields):
        raise FileRefused(objection.message)
    if is_unseen():
        _note_names(instance)


def refuse_deletion(instance: Model, **kwargs: Any) -> None:
    if _is_open() or (user := first_public_user(instance)) is None:
        return
    raise FileRefused(
        _("“%(title)s” uses this file, and readers see it there.") % {"title": user}
        + " "
        + _("Choose another one there first, or recall the page.")
    )


def first_public_user(file: Model) -> str | None:
    """What the first thing is called in which readers meet the file."""
    kind, pages = ContentType.objects.get_for_model(file), ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(file.pk))
    numbers = list(rows.filter(base_content_type=pages).values_list("object_id", flat=True))
    if (title := _live(numbers).values_list("title", flat=True).first()) is not None:
        return title
    other = rows.exclude(base_content_type=pages).first()
    return str(other.model_name) if other else None


def index_references(instance: Model, raw: bool, **kwargs: Any) -> None:
    """At once: Wagtail leaves it to the queue, and in between nobody would know that the page uses its files."""
    if raw or not isinstance(instance, Page) or not instance.live or _is_open():
        return
    if type(instance) is instance.specific_class:
        ReferenceIndex.create_or_update_for_object(instance)


def _live(numbers: list[str]) -> QuerySet[Page]:
    return Page.objects.live().filter(pk__in=numbers)


def _changed(file: Model, update_fields: frozenset[str] | None) -> list[str]:
    before = type(file)._base_manager.filter(pk=file.pk).first()
    if before is None:
        return []
    was, now = file_state(before), file_state(file)
    names = {name for name in now if was.get(name) != now[name]}
    # A file that is not stored yet may bear the name of the one that it replaces.
    names |= {name for name in file_fields(type(file)) if not getattr(file, name)._committed}
    if isinstance(file, get_image_model()):
        names.discard("title")
    if update_fields is not None:
        names &= update_fields
    return sorted(names)


def _note_names(file: Model) -> None:
    """For the database, which cannot know what readers see."""
    label, names = file._meta.label_lower, {getattr(file, name).name for name in file_fields(type(file))}
    for name in filter(None, names):
        FileChange.objects.create(label=label, file_id=file.pk, name=name)


def _is_open() -> bool:
    ground = release.current()
    return ground is not None and ground.basis is Basis.SHIPPED
