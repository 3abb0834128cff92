"""An entry's parts as a reader wants them."""

from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def kind_name(object_type: str) -> str:
    """The model's name; of a model that no longer exists, what was stored."""
    try:
        return capfirst(str(apps.get_model(object_type)._meta.verbose_name)) if object_type else ""
    except LookupError:
        return object_type


def describe(details: dict[str, Any]) -> str:
    """`email: a@example.com → b@example.com; groups: + 利川编辑`."""
    return "; ".join(f"{name}: {_value(value)}" for name, value in details.items())


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2 and not any(isinstance(each, list | dict) for each in value):
        return " → ".join(_plain(each) for each in value)
    if isinstance(value, dict) and value.keys() <= {"added", "removed"}:
        signs = {"added": "+", "removed": "-"}
        return " ".join(f"{signs[word]} {', '.join(map(str, names))}" for word, names in value.items())
    if isinstance(value, dict):
        return f"({describe(value)})"
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "-" if value in (None, "") else str(value)
