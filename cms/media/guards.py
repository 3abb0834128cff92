"""Who may object to a change of a file: rooms above that know who uses it register here.

Forms tell the person; what goes past forms is refused when it is saved or deleted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Model


@dataclass(frozen=True)
class Objection:
    """`fields` are the names of those that may not change."""

    message: str
    fields: tuple[str, ...] = ()


# Given a file as it would be saved, and the names of the fields that are written, None for all.
Guard = Callable[[Model, frozenset[str] | None], Objection | None]
_guards: list[Guard] = []


class FileRefused(PermissionDenied):
    """Wagtail answers with its "no permission", interfaces with 403 and the message."""


def register_guard(guard: Guard) -> None:
    if guard not in _guards:
        _guards.append(guard)


_unseen: ContextVar[bool] = ContextVar("unseen_change", default=False)


@contextmanager
def unseen_change() -> Iterator[None]:
    """Files change inside in what readers do not see, such as the place that a camera wrote into a picture."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


def is_unseen() -> bool:
    return _unseen.get()


def objection_to(file: Model, update_fields: frozenset[str] | None = None) -> Objection | None:
    if is_unseen():
        return None
    return next((found for guard in _guards if (found := guard(file, update_fields))), None)
