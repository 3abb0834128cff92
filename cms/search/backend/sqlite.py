"""SQLite: FTS5 keeps the tokens with their places and finds sequences of them itself."""

from collections.abc import Sequence

from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as StockIndex
from modelsearch.query import And, MatchAll, Not

from cms.search.backend.base import Backend, ChineseIndex, combined
from cms.search.backend.entries import EVERYTHING, Entry
from cms.search.backend.queries import Column, Compiled, Node, Term

TABLE = "wagtailsearch_indexentry"
FTS = f"{TABLE}_fts"


class SQLiteIndex(ChineseIndex, StockIndex):
    def write(self, content_type: int, entries: Sequence[Entry]) -> None:
        """Triggers of Wagtail's carry this into FTS5; an entry that stays the same costs nothing there."""
        with self.write_connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (content_type_id, object_id, title_norm, title, body, autocomplete)"  # noqa: S608
                " VALUES (%s, %s, 1, %s, %s, %s) ON CONFLICT (content_type_id, object_id)"
                " DO UPDATE SET title = excluded.title, body = excluded.body, autocomplete = excluded.autocomplete"
                " WHERE title <> excluded.title OR body IS NOT excluded.body"
                " OR autocomplete IS NOT excluded.autocomplete",
                [
                    (content_type, one.object_id, *map(" ".join, (one.title, one.body, one.autocomplete)))
                    for one in entries
                ],
            )

    def scores(self, compiled: Compiled, content_types: list[int]) -> dict[str, int]:
        types = ", ".join(map(str, content_types))
        # CROSS JOIN and + keep SQLite from using the types' index, which it would ask many times for each hit.
        hits = (
            f"SELECT entry.id, entry.object_id FROM {FTS} fts CROSS JOIN {TABLE} entry ON entry.id = fts.rowid"  # noqa: S608
            f" WHERE fts.{FTS} MATCH %s AND +entry.content_type_id IN ({types})"
        )
        statements = [
            f"WITH hits AS MATERIALIZED ({hits}) SELECT id, object_id, 0 FROM hits",  # noqa: S608
            *(
                f"SELECT rowid, NULL, {merit.weight} FROM {FTS} WHERE {FTS} MATCH %s AND EXISTS (SELECT 1 FROM hits)"  # noqa: S608
                for merit in compiled.merits
            ),
        ]
        queries = [
            match(compiled.node, compiled.column),
            *(match(merit.node, merit.column) for merit in compiled.merits),
        ]
        with self.read_connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(statements), queries)
            return combined(cursor.fetchall())

    def tidy(self) -> None:
        """Merges what FTS5 has written in pieces, so that a query reads one instead of many."""
        with self.write_connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')")  # noqa: S608


class SQLiteBackend(Backend):
    index_class = SQLiteIndex


def match(node: Node, column: Column) -> str:
    """An FTS5 expression. Tokens hold letters and digits only, so nothing in them can be syntax."""
    if isinstance(node, Term):
        return f'{column.value} : "{" ".join(node.tokens)}"{" *" if node.prefix else ""}'
    if isinstance(node, MatchAll):
        return match(Term((EVERYTHING,)), column)
    if isinstance(node, Not):
        return f"({match(MatchAll(), column)} NOT {match(node.subquery, column)})"
    connector = " AND " if isinstance(node, And) else " OR "
    return f"({connector.join(match(part, column) for part in node.subqueries)})"
