"""Search of Chinese texts in the database that the pages are in, SQLite or PostgreSQL.

Wagtail's tables, signals and commands, with another idea of what a word is: an entry holds the pairs of characters of
a text (cms.search.text), a query asks for words (cms.search.words) as sequences of pairs. What makes one page better
than another is a fact of the page or of the pair that the index can answer, so both databases rank alike and neither
reads a text to do so.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict) -> BaseSearchBackend:
    """The backend for the default database; the name is what Wagtail asks a backend's module for."""
    if connection.vendor == "sqlite":
        from cms.search.backend.sqlite import SQLiteBackend as Backend
    elif connection.vendor == "postgresql":
        from cms.search.backend.postgresql import PostgreSQLBackend as Backend
    else:
        raise ImproperlyConfigured(f"The search works on SQLite and PostgreSQL, not on {connection.vendor}.")
    return Backend(params)
