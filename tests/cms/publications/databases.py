"""A copy of the test database in which transactions really commit, thrown away afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections


@pytest.fixture(name="db")
def copy_of_database(django_db_setup, django_db_blocker, tmp_path) -> Iterator[str]:
    """For a module that imports it: in place of pytest-django's, which rolls everything back.

    By its name the plugin knows that a test needs a database, without which the settings' own would be used.
    """
    with django_db_blocker.unblock(), copied_database(tmp_path) as address:
        yield address


@contextmanager
def copied_database(folder: Path) -> Iterator[str]:
    """Every connection leads to the copy; yields its address for other processes."""
    original = connection.settings_dict["NAME"]
    assert "test" in original, "No database but a test database is copied and changed."
    name = f"{original}_copy" if connection.vendor == "postgresql" else str(folder / "copy.sqlite3")
    _copy(original, name)
    _lead_to(name)
    try:
        yield _address(name)
    finally:
        _lead_to(original)
        if connection.vendor == "postgresql":
            _run(f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy(original: str, name: str) -> None:
    connections.close_all()
    if connection.vendor == "postgresql":
        _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    else:
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(name)) as copy:
            source.backup(copy)


def _run(*statements: str) -> None:
    """In the database that is always there: one in use cannot be copied or dropped."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _lead_to(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _address(name: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    values = connection.settings_dict
    host = values["HOST"]
    if host.startswith("/"):
        return f"postgresql://{values['USER']}@/{name}?host={host}"
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{host}:{values['PORT'] or 5432}/{name}"
