"""Files that are withheld from readers: their rows say so, and in a bucket they lie where no reader's address leads."""

import logging
from collections.abc import Iterable

from django.db.models import Model

from cms.media.models import Image, Media

logger = logging.getLogger(__name__)


def stored_names(file: Model) -> list[str]:
    """Of everything that readers could get of it."""
    found = [file.file.name]
    if isinstance(file, Image):
        found += file.renditions.values_list("file", flat=True)
    elif isinstance(file, Media) and file.thumbnail:
        found.append(file.thumbnail.name)
    return found


def can_be_signed_for(file: Model) -> bool:
    """Whether readers get addresses of it that stay good for a while, whatever the row says meanwhile."""
    return hasattr(file.file.storage, "withhold")


def settle(model: type[Model], numbers: Iterable[int | str]) -> bool:
    """Puts the files where their rows say. May run twice and beside others; False if one could not be moved."""
    outcomes = [_settle_one(model, number) for number in numbers]
    return all(outcomes)


def _settle_one(model: type[Model], number: int | str) -> bool:
    try:
        while file := model._base_manager.filter(pk=number).first():
            if not can_be_signed_for(file):
                break
            move = file.file.storage.withhold if file.is_withheld else file.file.storage.release
            for name in stored_names(file):
                move(name)
            # Who comes last looks once more: another process may have moved it after a row that has changed since.
            if model._base_manager.filter(pk=number, is_withheld=file.is_withheld).exists():
                break
    except Exception:
        # One file must not keep the others where they are.
        logger.exception("Could not move %s %s", model._meta.label, number)
        return False
    return True
