"""Rows of any model, for tests that enumerate models: required fields get some value of their kind."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone


def row_of(model: type[models.Model]) -> models.Model:
    """Written, with what it must point at; existing rows are pointed at first."""
    row = model()
    for field in model._meta.concrete_fields:
        if field.null or field.blank or field.has_default() or field.primary_key:
            continue
        if field.is_relation:
            setattr(row, field.name, field.related_model._default_manager.first() or row_of(field.related_model))
        else:
            setattr(row, field.attname, some_value(field))
    row.save()
    return row


def some_value(field: models.Field, number: int = 1) -> Any:
    """Another one for another number."""
    if field.choices:
        values = [value for value, _label in field.flatchoices]
        return values[-number % len(values)]
    match field:
        case models.UUIDField():
            return UUID(int=number)
        case models.DateTimeField():
            return timezone.now() + timedelta(days=number)
        case models.DateField():
            return timezone.localdate() + timedelta(days=number)
        case models.JSONField():
            return {"number": number}
        case models.IntegerField():
            return number
    return str(number)
