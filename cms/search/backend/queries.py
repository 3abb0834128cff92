"""A query of Wagtail's as a tree of terms, and what makes one entry that matches it better than another."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import NamedTuple

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from cms.search.backend.entries import PROMINENT, TORN, beginning
from cms.search.text import index_tokens, is_chinese, normalise, runs, tokens_of_runs
from cms.search.words import LONGEST_QUERY, english_forms, query_words, synonyms


@dataclass(frozen=True)
class Term:
    """Tokens that follow one another; `prefix`: the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False
    text: str = ""  # the same as it stands in an entry's stored text


Node = Term | And | Or | Not | MatchAll


class Column(Enum):
    TITLE = "title"
    BODY = "body"
    AUTOCOMPLETE = "autocomplete"


class Merit(NamedTuple):
    """Entries that match `node` in `column` are worth so much more."""

    weight: int
    column: Column
    node: Node


class Compiled(NamedTuple):
    column: Column
    node: Node
    merits: list[Merit]


def compile_query(query: SearchQuery, column: Column) -> Compiled | None:
    """None where the query holds nothing that can be searched for."""
    typing = column is Column.AUTOCOMPLETE
    node = _node(query, typing)
    if node is None:
        return None
    typed = _typed(query)
    if typed is None:
        return Compiled(column, node, [Merit(1, column, part) for part in getattr(node, "subqueries", ())])
    merits = _merits_of_typing(typed) if typing else _merits(typed)
    return Compiled(column, node, list(merits))


def term(word: str, typing: bool = False) -> Term:
    """A normalised word. One character finds whatever begins with it, and so does a Latin word that is being typed."""
    found = runs(word)
    tokens, last = tokens_of_runs(found), found[-1]
    if is_chinese(last) and len(last) > 1:
        tokens.pop()
    prefix = len(last) == 1 if is_chinese(last) else typing
    before = "" if is_chinese(found[0]) else " "
    after = "" if is_chinese(last) or prefix else " "
    return Term(tuple(tokens), prefix, before + " ".join(found) + after)


def _typed(query: SearchQuery) -> list[PlainText | Phrase] | None:
    """The parts of a query that wants all of them, as people type it; None for any other tree."""
    if isinstance(query, Phrase) or (isinstance(query, PlainText) and query.operator == "and"):
        return [query]
    if isinstance(query, And):
        parts = [_typed(part) for part in query.subqueries]
        return None if None in parts else list(chain(*parts))
    return None


def _node(query: SearchQuery, typing: bool) -> Node | None:
    if isinstance(query, PlainText | Phrase):
        return _text_node(query, typing)
    if isinstance(query, Fuzzy):
        pairs = index_tokens(query.query_string[:LONGEST_QUERY])
        return Or([Term((pair,), text=pair) for pair in dict.fromkeys(pairs)]) if pairs else None
    if isinstance(query, Boost):
        return _node(query.subquery, typing)
    if isinstance(query, Not):
        node = _node(query.subquery, typing)
        return MatchAll() if node is None else Not(node)
    if isinstance(query, And | Or):
        nodes = [node for part in query.subqueries if (node := _node(part, typing)) is not None]
        return type(query)(nodes) if nodes else None
    return query


def _text_node(query: PlainText | Phrase, typing: bool) -> Node | None:
    words = _words(query)
    if not words:
        return None
    if typing:
        return _typing_node(words)
    nodes = [Or(_forms(query, word)) for word in words]
    return Or(nodes) if isinstance(query, PlainText) and query.operator == "or" else And(nodes)


def _typing_node(words: list[str]) -> Node:
    """The last word may go on; da xia gu may be one word in pinyin."""
    if len(words[-1]) == 1 and not is_chinese(words[-1]):
        # One letter would find nearly every spelling.
        return And([*map(term, words[:-1]), Term((beginning(words[-1:]),), prefix=True)])
    node = And([*map(term, words[:-1]), term(words[-1], typing=True)])
    if len(words) > 1 and all(word.isascii() and word.isalpha() for word in words):
        return Or([node, term("".join(words), typing=True)])
    return node


def _words(query: PlainText | Phrase) -> list[str]:
    if isinstance(query, PlainText):
        return query_words(query.query_string)
    text = _joined(normalise(query.query_string[:LONGEST_QUERY]))
    return [text] if text else []


def _joined(text: str) -> str:
    """Runs with a space between them, but none between Chinese ones: 恩施 大峡谷 is 恩施大峡谷."""
    joined = ""
    for run in runs(text):
        joined += run if not joined or (is_chinese(joined[-1]) and is_chinese(run)) else f" {run}"
    return joined


def _forms(query: PlainText | Phrase, word: str) -> list[Term]:
    """The word itself first, then what may stand for it."""
    others = (*synonyms(word), *english_forms(word)) if isinstance(query, PlainText) else ()
    return [term(form) for form in (word, *others)]


def _merits(typed: list[PlainText | Phrase]) -> Iterator[Merit]:
    """The title above all, then what a text is about, then the words standing together."""
    forms = [_forms(part, word) for part in typed for word in _words(part)]
    any_form = And([Or(terms) for terms in forms])
    text = " ".join(part.query_string for part in typed).strip()[:LONGEST_QUERY]
    whole = _joined(normalise(text))
    start = beginning(runs(whole))
    yield Merit(16, Column.TITLE, Term((start,)))
    yield Merit(8, Column.TITLE, any_form)
    yield Merit(3, Column.TITLE, Term((start,), prefix=True))
    yield Merit(3, Column.BODY, And([Or([_marked(PROMINENT, form) for form in terms]) for terms in forms]))
    if len(forms) > 1:
        yield Merit(4, Column.TITLE, term(whole))
        # Words that were typed without a space are meant together: better so in the text than apart in the title.
        yield Merit(4 if any(map(str.isspace, text)) else 12, Column.BODY, term(whole))
    if any(len(terms) > 1 for terms in forms):
        yield Merit(20, Column.BODY, And([terms[0] for terms in forms]))
    words = [terms[0].tokens[0] for terms in forms if len(terms[0].tokens) == 1]
    if pairs := [word for word in words if len(word) == 2 and is_chinese(word)]:
        yield Merit(-12, Column.BODY, Or([Term((TORN + pair,)) for pair in pairs]))


def _merits_of_typing(typed: list[PlainText | Phrase]) -> Iterator[Merit]:
    text = normalise(" ".join(part.query_string for part in typed)[:LONGEST_QUERY])
    start = beginning(runs(text))
    yield Merit(8, Column.AUTOCOMPLETE, Term((start,)))
    yield Merit(4, Column.AUTOCOMPLETE, Term((start,), prefix=True))


def _marked(mark: str, unmarked: Term) -> Node:
    *others, last = [mark + token for token in unmarked.tokens]
    return And([*(Term((token,)) for token in others), Term((last,), unmarked.prefix)])
