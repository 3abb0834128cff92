"""Rows of any model, for tests that enumerate models: required fields get some value of their kind."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

# Fields that may be empty, but not with all else empty too: a constraint of the table asks for one of several.
ONE_OF_SEVERAL = {"tv_editions.EditionAsset": "recording"}


def row_of(model: type[models.Model]) -> models.Model:
    """Written, with what it must point at; existing rows are pointed at first."""
    row = model()
    for field in model._meta.concrete_fields:
        is_optional = field.null or field.blank or field.has_default() or field.primary_key
        if is_optional and field.name != ONE_OF_SEVERAL.get(model._meta.label):
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


def other_value(row: models.Model, field: models.Field) -> Any:
    """Not the one that the row has."""
    values = (some_value(field, number) for number in range(2, 5))
    return next(value for value in values if value != getattr(row, field.name))
