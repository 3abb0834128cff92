"""Short texts that are kept in Chinese, with their English beside them in a field of its own."""

import copy
from typing import TypeVar

from django.db.models import Model

from cms.blocks.languages import ENGLISH, active_language
from cms.core.scripts import in_language

ModelT = TypeVar("ModelT", bound=Model)


def localized(chinese: str, english: str = "") -> str:
    """The text in the active language; in Chinese where there is no English."""
    language = active_language()
    if language == ENGLISH and english:
        return english
    return in_language(chinese, language.code)


def translated(row: ModelT) -> ModelT:
    """A copy for reading whose texts are in the active language.

    `row.translations` names for each Chinese field the one that holds its English, or none.
    """
    shown = copy.copy(row)
    for field, english in row.translations.items():
        setattr(shown, field, localized(getattr(row, field), getattr(row, english) if english else ""))
    return shown
