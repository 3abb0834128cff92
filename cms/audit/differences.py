"""What has changed in a row: short values by name, of long and of secret ones only the fact."""

from datetime import date, time
from decimal import Decimal
from numbers import Number
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CharField, DateField, Field, FileField, ForeignKey, Model, SlugField, TimeField
from wagtail.models import Page

from cms.audit.origin import HIDDEN
from cms.audit.secrets import is_secret

# What programs note about a row whenever it is saved, used or, of a file, first looked at.
BOOKKEEPING = {"last_login", "last_used_at", "latest_revision", "live_revision", "file_hash", "file_size"}


def differences(before: Model | None, after: Model | None, names: set[str] | None = None) -> dict[str, list[Any]]:
    """Field name -> [old, new] of those that differ; None stands for a row that is not there."""
    model = type(after or before)
    found = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or _keeps_books(field) or (names is not None and not names & {field.name, field.attname}):
            continue
        # Deferred fields were neither read nor written.
        if after is not None and field.attname not in vars(after):
            continue
        old, new = _raw(before, field), _raw(after, field)
        if old != new:
            found[field.name] = [_shown(before, field, old), _shown(after, field, new)]
    return found


def can_be_compared(row: Model) -> bool:
    """Not pages: reading one again costs queries, and what changed is in its revisions."""
    return not isinstance(row, Page)


def _keeps_books(field: Field) -> bool:
    return field.name in BOOKKEEPING or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _raw(row: Model | None, field: Field) -> Any:
    """As the database has it: a form may have left text where the row holds a number."""
    value = None if row is None else getattr(row, field.attname)
    # An expression such as F("hits") + 1 has no value before the database has computed it.
    return value if value is None or hasattr(value, "resolve_expression") else field.get_prep_value(value)


def _shown(row: Model | None, field: Field, raw: Any) -> Any:
    if row is None or raw is None or raw == "":
        return None if row is None else raw
    if is_secret(field.name) or hasattr(raw, "resolve_expression"):
        return HIDDEN
    if isinstance(field, ForeignKey):
        return _named(row, field)
    is_short = isinstance(field, CharField | SlugField | FileField | DateField | TimeField)
    if is_short or isinstance(raw, Number | Decimal | date | time):
        return raw if isinstance(raw, bool | int) else str(getattr(row, field.attname))
    return HIDDEN


def _named(row: Model, field: ForeignKey) -> str:
    number = getattr(row, field.attname)
    try:
        return f"{getattr(row, field.name)} (#{number})"
    except ObjectDoesNotExist:
        return f"#{number}"
