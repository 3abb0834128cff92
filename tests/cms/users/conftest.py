"""The door as in production: limits on, the second factor required, mail and tasks at once."""

import pytest
from django.test import Client
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from cms.users.notices import NOTICES
from tests.factories.users import PASSWORD, UserFactory, code_of

LOGIN, CODE, HOME = "/admin/login/", "/admin/login/code/", "/admin/"
ENROL = "/admin/account/second-factor/app/"


@pytest.fixture(autouse=True)
def production_door(db, settings, monkeypatch):
    settings.AXES_ENABLED = True
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **kwargs: function())


@pytest.fixture
def tasks_wait():
    """Tasks wait for a worker, as in production, instead of running at once."""
    at_once = task_backends["default"]
    task_backends["default"] = DatabaseBackend("default", {"BACKEND": "django_tasks_db.DatabaseBackend"})
    yield
    task_backends["default"] = at_once


class Visitor(Client):
    """A browser at the door."""

    def __init__(self, **kwargs) -> None:
        super().__init__(SERVER_NAME="localhost", **kwargs)

    def give_password(self, user, password: str = PASSWORD, next_page: str = HOME, **extra):
        data = {"username": user.get_username(), "password": password, "next": next_page}
        return self.post(LOGIN, data, **extra)

    def give_code(self, code: str, **extra):
        return self.post(CODE, {"code": code}, **extra)

    def come_in(self, user, **extra):
        """The whole way: password, then code."""
        self.give_password(user, **extra)
        return self.give_code(code_of(user), **extra)

    def is_in(self) -> bool:
        return self.get(HOME).status_code == 200


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def person():
    return UserFactory(phone=True)


@pytest.fixture
def newcomer():
    """Has a password and no second factor yet."""
    return UserFactory()


def told(mailoutbox, kind: str) -> list:
    """The mails of one kind from NOTICES."""
    return [mail for mail in mailoutbox if str(NOTICES[kind][0]) in mail.subject]
