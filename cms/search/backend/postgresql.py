"""PostgreSQL: GIN indexes find tokens, but whether these are neighbours is in each row's vector, which is slow to read.

So the body's vector holds threes of characters beside the pairs, and no places: 大峡谷 is one token, 恩施大峡谷 three
that overlap. Only for sequences across a border of scripts, AI助教, the stored text is asked as well.
"""

from collections.abc import Sequence
from itertools import chain

from modelsearch.backends.database.postgres.postgres import PostgresIndex as StockIndex
from modelsearch.query import And, MatchAll, Not, Or

from cms.search.backend.base import Backend, ChineseIndex, combined
from cms.search.backend.entries import EVERYTHING, Entry
from cms.search.backend.queries import Column, Compiled, Node, Term
from cms.search.text import LONGEST_TOKEN, is_chinese

TABLE = "wagtailsearch_indexentry"
# A tsvector holds at most one megabyte of lexemes; no page comes near, attached documents may.
MOST_LEXEME_BYTES = 900_000
# The planner takes the table for small, as the vectors are stored outside it, and would read all of them for a common
# word: ten times as slow. (Nor would types of pages narrow anything down: `+ 0` hides their index.) One message, which
# is a transaction of its own unless one is open.
ONLY_BY_INDEX = "SET LOCAL enable_seqscan = off; {}; SET LOCAL enable_seqscan = on"


class PostgreSQLIndex(ChineseIndex, StockIndex):
    def write(self, content_type: int, entries: Sequence[Entry]) -> None:
        """An entry that stays the same is not written: new vectors would have to be sorted into three indexes."""
        with self.write_connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} AS old"  # noqa: S608
                " (content_type_id, object_id, title_norm, title, autocomplete, body, title_text, body_text)"
                " VALUES (%s, %s, 1, %s::tsvector, %s::tsvector, array_to_tsvector(%s::text[]), '', %s)"
                " ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = excluded.title,"
                " autocomplete = excluded.autocomplete, body = excluded.body, body_text = excluded.body_text"
                " WHERE (old.title, old.autocomplete, old.body, old.body_text)"
                " IS DISTINCT FROM (excluded.title, excluded.autocomplete, excluded.body, excluded.body_text)",
                [
                    (content_type, one.object_id, _vector(one.title), _vector(one.autocomplete), _set(one), one.text)
                    for one in entries
                ],
            )

    def scores(self, compiled: Compiled, content_types: list[int]) -> dict[str, int]:
        condition, params = matching(compiled.node, compiled.column)
        statements = [
            f"SELECT id, object_id, 0 FROM {TABLE} WHERE {condition} AND content_type_id + 0 = ANY(%s)"  # noqa: S608
        ]
        params = [*params, content_types]
        for merit in compiled.merits:
            condition, more = matching(merit.node, merit.column)
            statements.append(f"SELECT id, NULL, {merit.weight} FROM {TABLE} WHERE {condition}")  # noqa: S608
            params += more
        with self.read_connection.cursor() as cursor:
            cursor.execute(ONLY_BY_INDEX.format(" UNION ALL ".join(statements)), params)
            cursor.nextset()
            return combined(cursor.fetchall())

    def tidy(self) -> None:
        """Sorts in what GIN has put aside while writing, which every query would have to read from end to end."""
        with self.write_connection.cursor() as cursor:
            cursor.execute(
                "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
                " JOIN pg_am ON pg_am.oid = relam WHERE indrelid = %s::regclass AND amname = 'gin'",
                [TABLE],
            )
            cursor.execute(f"ANALYZE {TABLE}")


class PostgreSQLBackend(Backend):
    index_class = PostgreSQLIndex


def matching(node: Node, column: Column) -> tuple[str, list[str]]:
    """A condition with its parameters."""
    places = column is not Column.BODY
    conditions, params = [f"{column.value} @@ %s::tsquery"], [tsquery(node, places)]
    if not places and (verified := in_text(node)):
        conditions.append(verified[0])
        params += verified[1]
    return " AND ".join(conditions), params


def tsquery(node: Node, places: bool) -> str:
    """Tokens hold letters and digits only, so nothing in them can be syntax. `places`: the column knows them."""
    if isinstance(node, Term):
        tokens = node.tokens if places else _overlapping(node)
        joined = (" <-> " if places else " & ").join(f"'{token}'" for token in tokens)
        return f"({joined}{':*' if node.prefix else ''})"
    if isinstance(node, MatchAll):
        return f"'{EVERYTHING}'"
    if isinstance(node, Not):
        # What the text decides the tokens must not exclude.
        return f"!{tsquery(node.subquery, places)}" if places or not in_text(node) else f"'{EVERYTHING}'"
    connector = " & " if isinstance(node, And) else " | "
    return f"({connector.join(tsquery(part, places) for part in node.subqueries)})"


def in_text(node: Node, always: bool = False) -> tuple[str, list[str]] | None:
    """A condition on the stored text; nothing, unless `always`, where the tokens have decided."""
    if isinstance(node, MatchAll):
        return None
    if isinstance(node, Term):
        return ("strpos(body_text, %s) > 0", [node.text]) if always or " " in node.text.strip() else None
    if isinstance(node, Not):
        inner = in_text(node.subquery, always)
        return (f"NOT {inner[0]}", inner[1]) if inner else None
    # Of alternatives, one that the tokens have decided has to be asked again beside one that they have not.
    always = always or (isinstance(node, Or) and any(map(in_text, node.subqueries)))
    parts = [found for part in node.subqueries if (found := in_text(part, always))]
    connector = " AND " if isinstance(node, And) else " OR "
    sql = f"({connector.join(sql for sql, _ in parts)})"
    return (sql, [param for _, params in parts for param in params]) if parts else None


def _overlapping(term: Term) -> list[str]:
    """The longest tokens of a body that make up a term: threes of Chinese runs that have as many."""
    if len(term.tokens) == 1:
        return list(term.tokens)
    tokens: list[str] = []
    for run in term.text.split():
        tokens += _threes(run) if is_chinese(run) and len(run) > 2 else [run[:LONGEST_TOKEN]]
    return tokens


def _threes(run: str) -> list[str]:
    return [run[start : start + 3] for start in range(len(run) - 2)]


def _vector(tokens: list[str]) -> str:
    return " ".join(f"'{token}':{place}" for place, token in enumerate(tokens[:16_000], start=1))


def _set(one: Entry) -> list[str]:
    """Pairs and threes of a body, as many as fit."""
    lexemes, size = [], 0
    threes = (three for run in one.text.split() if is_chinese(run) for three in _threes(run))
    for token in dict.fromkeys(chain(one.body, threes)):
        size += len(token.encode()) + 1
        if size > MOST_LEXEME_BYTES:
            break
        lexemes.append(token)
    return lexemes
