"""Every change of a row that people manage, by the signals of Django's models: forms, APIs, commands and shells alike.

`QuerySet.update` and `bulk_create` send none. Where the admin uses them, `cms.audit.wagtail_hooks` records the change.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page

from cms.audit.differences import can_be_compared, differences
from cms.audit.models import Action
from cms.audit.record import record_change
from cms.audit.watched import RIGHTS, SECOND_FACTOR, has_rights_in, is_watched

BEFORE = "_audit_before"
M2M_WORDS = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}


@receiver(pre_save)
def remember_what_was(sender: type[Model], instance: Model, raw: bool, using: str, **kwargs) -> None:
    if raw or instance._state.adding or not is_watched(sender) or not can_be_compared(instance):
        return
    setattr(instance, BEFORE, sender._base_manager.using(using).filter(pk=instance.pk).first())


@receiver(post_save)
def record_saved(
    sender: type[Model], instance: Model, created: bool, update_fields: frozenset | None, **kwargs
) -> None:
    before = instance.__dict__.pop(BEFORE, None)
    if not is_watched(sender):
        return
    if created:
        is_rights = sender._meta.label_lower in RIGHTS
        _record(Action.CREATED, instance, differences(None, instance) if is_rights else {})
    elif before is None:
        _record(Action.CHANGED, instance, {})
    elif changed := differences(before, instance, update_fields):
        _record(Action.CHANGED, instance, changed)


@receiver(post_delete)
def record_deleted(sender: type[Model], instance: Model, **kwargs) -> None:
    # Deleting a row deletes its rows in parent tables, each with a signal: only the row itself is a change.
    is_part = getattr(instance, "specific_class", None) not in (None, sender)
    if is_watched(sender) and not is_part:
        _record(Action.DELETED, instance, differences(instance, None) if sender._meta.label_lower in RIGHTS else {})


def _record(action: Action, row: Model, details: dict[str, Any]) -> None:
    kind = row._meta.label_lower
    if kind in RIGHTS:
        record_change(Action.RIGHTS, row, {"event": action, **details})
    elif kind in SECOND_FACTOR:
        # Its data are secrets in a field of another name.
        record_change(Action.SECOND_FACTOR, row, {"event": action, "type": getattr(row, "type", "")})
    else:
        if action == Action.CHANGED and "password" in details:
            record_change(Action.PASSWORD, row)
            details = {name: values for name, values in details.items() if name != "password"}
            if not details:
                return
        action = Action.RIGHTS if "is_superuser" in details else action
        record_change(action, row, details)


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
