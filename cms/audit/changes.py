"""Every change of a row that people manage, by the signals of Django's models: forms, APIs, commands and shells alike.

`QuerySet.update` and `bulk_create` send none. Where the admin uses them, `cms.audit.wagtail_hooks` records the change.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page

from cms.audit.differences import can_be_compared, differences
from cms.audit.models import Action
from cms.audit.record import record_change
from cms.audit.watched import RIGHTS, SECOND_FACTOR, has_rights_in, is_told_in_full, is_watched

BEFORE = "_audit_before"
M2M_WORDS = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}


def connect() -> None:
    """To watched models only: one receiver for all would make Django read every session before deleting it."""
    for model in apps.get_models():
        if is_watched(model):
            pre_save.connect(remember_what_was, sender=model)
            post_save.connect(record_saved, sender=model)
            post_delete.connect(record_deleted, sender=model)


def remember_what_was(sender: type[Model], instance: Model, raw: bool, using: str, **kwargs) -> None:
    if not (raw or instance._state.adding) and can_be_compared(instance):
        setattr(instance, BEFORE, sender._base_manager.using(using).filter(pk=instance.pk).first())


def record_saved(
    sender: type[Model], instance: Model, created: bool, update_fields: frozenset | None, **kwargs
) -> None:
    before = instance.__dict__.pop(BEFORE, None)
    if created:
        _record(Action.CREATED, instance, differences(None, instance) if is_told_in_full(sender) else {})
    elif before is None:
        _record(Action.CHANGED, instance, {})
    elif changed := differences(before, instance, update_fields):
        _record(Action.CHANGED, instance, changed)


def record_deleted(sender: type[Model], instance: Model, **kwargs) -> None:
    # Deleting a row deletes its rows in parent tables, each with a signal: only the row itself is a change.
    if getattr(instance, "specific_class", None) in (None, sender):
        _record(Action.DELETED, instance, differences(instance, None) if is_told_in_full(sender) else {})


def _record(action: Action, row: Model, details: dict[str, Any]) -> None:
    kind = row._meta.label_lower
    if kind in RIGHTS:
        record_change(Action.RIGHTS, row, {"event": action, **details})
    elif kind in SECOND_FACTOR:
        # Its data are secrets in a field of another name.
        record_change(Action.SECOND_FACTOR, row, {"event": action, "type": getattr(row, "type", "")})
    elif action == Action.CHANGED and isinstance(row, get_user_model()):
        _record_changed_person(row, details)
    else:
        record_change(action, row, details)


def _record_changed_person(person: AbstractBaseUser, details: dict[str, Any]) -> None:
    if details.pop("password", None):
        record_change(Action.PASSWORD, person)
    if details:
        record_change(Action.RIGHTS if "is_superuser" in details else Action.CHANGED, person, details)


@receiver(m2m_changed)
def record_relation(sender: type[Model], instance: Model, action: str, reverse: bool, model: type, **kwargs) -> None:
    if action not in M2M_WORDS or isinstance(instance, Page) or not is_watched(type(instance)):
        return
    name = _relation_name(sender, instance, reverse)
    if kwargs["pk_set"] is None:
        others = list(getattr(instance, name).all())
    else:
        others = list(model._base_manager.filter(pk__in=kwargs["pk_set"]))
    if not others:
        return
    word = M2M_WORDS[action]
    if reverse and isinstance(instance, Group) and issubclass(model, get_user_model()):
        # Who now may do more is the person, not the group.
        for person in others:
            record_change(Action.RIGHTS, person, {"groups": {word: [str(instance)]}})
        return
    kind = Action.RIGHTS if has_rights_in(type(instance), name) else Action.CHANGED
    record_change(kind, instance, {name: {word: sorted(str(other) for other in others)}})


def _relation_name(through: type[Model], instance: Model, reverse: bool) -> str:
    for field in instance._meta.get_fields():
        relation = field if reverse else getattr(field, "remote_field", None)
        if getattr(relation, "through", None) is through:
            return field.get_accessor_name() if reverse else field.name
    # Tags, whose manager is no field in Django's sense.
    return through._meta.model_name
