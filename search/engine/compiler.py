"""Compiles modelsearch queries into expressions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from modelsearch import query as queries

from .expressions import AndNot, Expression, all_of, any_of
from .query import ParsedQuery


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """Matches texts by ``expression``, or all others if ``is_negated``. None matches no text; negated, every text."""

    expression: Expression | None
    is_negated: bool = False

    def __invert__(self) -> Self:
        return type(self)(self.expression, not self.is_negated)


MATCH_NONE, MATCH_ALL = CompiledQuery(None), CompiledQuery(None, is_negated=True)


def compile_query(query: queries.SearchQuery, query_class: type[ParsedQuery]) -> CompiledQuery:
    """Compile ``query``. Words without letters and digits are ignored; a query of such words matches nothing."""
    return _compile(query, query_class) or MATCH_NONE


def query_strings(query: queries.SearchQuery) -> Iterator[str]:
    """Yield the query strings that are not negated."""
    if isinstance(query, queries.PlainText | queries.Phrase | queries.Fuzzy):
        yield query.query_string
    elif isinstance(query, queries.Boost):
        yield from query_strings(query.subquery)
    elif isinstance(query, queries.And | queries.Or):
        for part in query.subqueries:
            yield from query_strings(part)


def _compile(query: queries.SearchQuery, query_class: type[ParsedQuery]) -> CompiledQuery | None:
    match query:
        case queries.MatchAll():
            return MATCH_ALL
        case queries.Boost():
            return _compile(query.subquery, query_class)
        case queries.Not():
            return ~(_compile(query.subquery, query_class) or MATCH_NONE)
        case queries.And() | queries.Or():
            parts = [part for part in (_compile(part, query_class) for part in query.subqueries) if part is not None]
            if not parts:
                return None
            return _conjunction(parts) if isinstance(query, queries.And) else ~_conjunction(~part for part in parts)
        case queries.Phrase():
            parsed = query_class.parse(query.query_string)
            return CompiledQuery(parsed.phrase()) if parsed else None
        case queries.PlainText() | queries.Fuzzy():
            parsed = query_class.parse(query.query_string)
            if not parsed:
                return None
            return CompiledQuery(parsed.any_word() if query.operator.lower() == "or" else parsed.all_words())
    raise NotImplementedError(f"{type(query).__name__} queries are not supported by this backend.")


def _conjunction(parts: Iterable[CompiledQuery]) -> CompiledQuery:
    parts = list(parts)
    if MATCH_NONE in parts:
        return MATCH_NONE
    required = [part.expression for part in parts if part.expression and not part.is_negated]
    excluded = [part.expression for part in parts if part.expression and part.is_negated]
    if not required:
        return CompiledQuery(any_of(excluded), is_negated=True) if excluded else MATCH_ALL
    return CompiledQuery(AndNot(all_of(required), any_of(excluded)) if excluded else all_of(required))
