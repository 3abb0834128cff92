"""Who is at work: for the few templates of Wagtail that are rendered without the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

_person: ContextVar[AbstractBaseUser | AnonymousUser] = ContextVar("person")


@contextmanager
def at_work(user: AbstractBaseUser | AnonymousUser) -> Iterator[None]:
    """Does not look at the user, who is fetched from the database only when somebody does."""
    token = _person.set(user)
    try:
        yield
    finally:
        _person.reset(token)


def person_at_work() -> AbstractBaseUser | AnonymousUser:
    return _person.get(AnonymousUser())
