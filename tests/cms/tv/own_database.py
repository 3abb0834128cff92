"""A copy of the test database, for what several threads must see at once; other tests never see what happens in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    options = connection.settings_dict
    name = options["NAME"]
    connections.close_all()
    copy = str(folder / "copy.sqlite3") if connection.vendor == "sqlite" else f"{name}_copy"
    _make_copy(name, copy)
    options["NAME"] = copy
    try:
        yield
    finally:
        connections.close_all()
        options["NAME"] = name
        _drop(copy)


def _make_copy(name: str, copy: str) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return
    _drop(copy)
    _outside(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def _drop(copy: str) -> None:
    if connection.vendor == "sqlite":
        Path(copy).unlink()
    else:
        _outside(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def _outside(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
