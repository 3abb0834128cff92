"""The types of pages and columns in the words of people who choose among them."""

from collections.abc import Iterable

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.core.mixins import ColumnMixin, ColumnType
from cms.core.models import BasePage


def page_type_choices() -> list[tuple[str, str]]:
    """Without columns, which only list what lies below them."""
    return [
        (model._meta.label_lower, capfirst(model._meta.verbose_name))
        for model in apps.get_models()
        if issubclass(model, BasePage) and not issubclass(model, ColumnMixin)
    ]


def page_type_labels(labels: Iterable[str]) -> list[str]:
    return [str(name) for label, name in page_type_choices() if label in labels]


def column_type_labels(types: Iterable[str]) -> list[str]:
    return [
        _("everything in columns of the type “%(type)s”") % {"type": one.label} for one in ColumnType if one in types
    ]
