"""What the two databases share: compiling, ranking, slicing, counting, rebuilding."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from modelsearch.backends.base import (
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    FilterFieldError,
    SearchFieldError,
)
from modelsearch.index import AutocompleteField, BaseField, SearchField
from modelsearch.query import And, MatchAll, Not, Or
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from cms.search.backend.entries import Entry, entry, searchable_texts, stored_text
from cms.search.backend.queries import Column, Compiled, Node, Term, compile_query
from cms.search.text import normalise, runs

MANY_HITS = 5000


class ChineseIndex:
    """Mixed into Wagtail's index of each database, which knows how entries are removed."""

    def write(self, content_type: int, entries: Sequence[Entry]) -> None:
        raise NotImplementedError

    def scores(self, compiled: Compiled, content_types: list[int]) -> dict[str, int]:
        """Object ids of all entries that match, with what their merits add up to; one statement."""
        raise NotImplementedError

    def tidy(self) -> None:
        """After many entries were written."""
        raise NotImplementedError

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        entries = [entry(obj) for obj in objs]
        if entries and model.get_search_fields():
            self.write(get_content_type_pk(model), entries)


class Among(Lookup):
    """A key in a list of any length, as one parameter. Django's `in` takes a parameter for each."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*params, self.rhs]


class Rebuilder:
    """For Wagtail's `update_index`. Not in one transaction: people go on searching and publishing meanwhile."""

    def __init__(self, index: ChineseIndex) -> None:
        self.index = index

    def start(self) -> ChineseIndex:
        self.index.delete_stale_entries()
        return self.index

    def finish(self) -> None:
        self.index.tidy()


class QueryCompiler(BaseSearchQueryCompiler):
    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    column = Column.BODY
    field_type: type[BaseField] = SearchField

    def check(self) -> None:
        """Only the fields: conditions and order are the database's own business, which can do all of them."""
        known = {field.field_name for field in self._own_fields()}
        for name in self.fields or ():
            if name not in known:
                message = f"Cannot search with field {name!r}: {self.queryset.model.__name__} has no such search field."
                raise SearchFieldError(message, field_name=name)

    def ranked(self, index: ChineseIndex) -> dict[Any, int]:
        """Primary keys of the queryset's rows that match, with their scores, in the order of the results.

        Remembered, because a page of results is sliced and counted from the same query.
        """
        if not hasattr(self, "_ranked"):
            self._ranked = self._rank(index)
        return self._ranked

    def _rank(self, index: ChineseIndex) -> dict[Any, int]:
        if isinstance(self.query, MatchAll):
            return dict.fromkeys(self.queryset.values_list("pk", flat=True), 0)
        compiled = compile_query(self.query, self._column())
        if compiled is None:
            return {}
        model = self.queryset.model
        found = index.scores(compiled, get_descendants_content_types_pks(model))
        scores = {model._meta.pk.to_python(object_id): score for object_id, score in found.items()}
        if not scores:
            return {}
        queryset = self.queryset
        if self.order_by_relevance:
            queryset = queryset.order_by()
        elif not queryset.ordered:
            queryset = queryset.order_by("-pk")
        # For very many hits it is quicker to read which rows there are than to look each of them up.
        kept = queryset if len(scores) > MANY_HITS else queryset.filter(Among(F("pk"), list(scores)))
        pks = [pk for pk in kept.values_list("pk", flat=True) if pk in scores]
        if self._is_narrowed():
            pks = self._verified(queryset.filter(Among(F("pk"), pks)), compiled.node)
        if self.order_by_relevance:
            pks.sort(reverse=True)  # the newer first among equals
            pks.sort(key=scores.__getitem__, reverse=True)
        return {pk: scores[pk] for pk in pks}

    def _column(self) -> Column:
        titles_only = self.column is Column.BODY and self.fields is not None and set(self.fields) == {"title"}
        return Column.TITLE if titles_only else self.column

    def _is_narrowed(self) -> bool:
        """To fields that the index holds together with others."""
        return self.fields is not None and self._column() is not Column.TITLE

    def _verified(self, rows: QuerySet, node: Node) -> list[Any]:
        wanted = [field for field in self._own_fields() if field.field_name in self.fields]
        return [
            row.pk
            for row in rows
            if holds(node, [stored_text(runs(normalise(text))) for _, text in searchable_texts(row, wanted)])
        ]

    def _own_fields(self) -> list[BaseField]:
        return [field for field in self.queryset.model.get_search_fields() if isinstance(field, self.field_type)]


class AutocompleteQueryCompiler(QueryCompiler):
    column = Column.AUTOCOMPLETE
    field_type = AutocompleteField


def holds(node: Node, texts: list[str]) -> bool:
    """Whether texts match, in the form in which entries store them."""
    if isinstance(node, Term):
        return any(node.text in text for text in texts)
    if isinstance(node, Not):
        return not holds(node.subquery, texts)
    if isinstance(node, And | Or):
        return (all if isinstance(node, And) else any)(holds(part, texts) for part in node.subqueries)
    return True


class Results(BaseSearchResults):
    supports_facet = True

    def ids(self) -> list[Any]:
        return list(self._ranked())[self.start : self.stop]

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(f"Cannot facet by {field_name!r}: no FilterField of {model}.", field_name=field_name)
        counted = self._rows(self.ids()).order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in counted)

    def _do_search(self) -> list[Model]:
        ids = self.ids()
        # Who ticks all that a listing found asks for the keys alone.
        rows = {getattr(row, "pk", row): row for row in self._rows(ids)} if ids else {}
        found = [rows[pk] for pk in ids if pk in rows]
        if self._score_field:
            for row in found:
                setattr(row, self._score_field, float(self._ranked()[row.pk]))
        return found

    def _do_count(self) -> int:
        return len(self.ids())

    def _rows(self, ids: list[Any]) -> QuerySet:
        queryset = self.query_compiler.queryset
        return queryset.filter(Among(F("pk"), ids))

    def _ranked(self) -> dict[Any, int]:
        return self.query_compiler.ranked(self._index)

    @property
    def _index(self) -> ChineseIndex:
        return self.backend.get_index_for_model(self.model)


class Backend(BaseSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = Results
    rebuilder_class = Rebuilder


def combined(matches: Iterable[tuple[int, str | None, int]]) -> dict[str, int]:
    """Rows of entry, object id and score: those of the query itself name the object, those of its merits do not."""
    objects: dict[int, str] = {}
    scores: dict[int, int] = {}
    for entry_id, object_id, score in matches:
        if object_id is None:
            scores[entry_id] = scores.get(entry_id, 0) + score
        else:
            objects[entry_id] = object_id
    return {object_id: scores.get(entry_id, 0) for entry_id, object_id in objects.items()}
