"""What somebody can do who has the password of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cms.editorial.gate.triggers import PAGE, install_triggers


@contextmanager
def behind_the_gate() -> Iterator[None]:
    """Rows of pages are written without a word of the database's triggers, as a fixture or a leak writes them."""
    where = "" if connection.vendor == "sqlite" else f" ON {PAGE}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER gate_page_update{where}")
    yield
    install_triggers(connection)
