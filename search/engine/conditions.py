"""A query in Wagtail's form as a condition on texts: what is to stand in them, or what is not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from modelsearch import query as queries

from .asked import Asked
from .expressions import Except, Expression, every, one_of


@dataclass(frozen=True, slots=True)
class Condition:
    """Texts in which ``stated`` stands, or, ``is_negated``, does not. ``stated`` nothing: no text, or every one."""

    stated: Expression | None
    is_negated: bool = False

    def __invert__(self) -> Self:
        return type(self)(self.stated, not self.is_negated)


NO_TEXT, EVERY_TEXT = Condition(None), Condition(None, is_negated=True)


def condition_of(query: queries.SearchQuery, reader: type[Asked]) -> Condition:
    """What ``query`` asks for. Words without a letter or digit ask for nothing, beside others they do not count."""
    return _read(query, reader) or NO_TEXT


def said(query: queries.SearchQuery) -> Iterator[str]:
    """The texts of a query that are wanted."""
    if isinstance(query, queries.PlainText | queries.Phrase | queries.Fuzzy):
        yield query.query_string
    elif isinstance(query, queries.Boost):
        yield from said(query.subquery)
    elif isinstance(query, queries.And | queries.Or):
        for part in query.subqueries:
            yield from said(part)


def _read(query: queries.SearchQuery, reader: type[Asked]) -> Condition | None:
    match query:
        case queries.MatchAll():
            return EVERY_TEXT
        case queries.Boost():
            return _read(query.subquery, reader)
        case queries.Not():
            return ~(_read(query.subquery, reader) or NO_TEXT)
        case queries.And() | queries.Or():
            parts = [part for part in (_read(part, reader) for part in query.subqueries) if part is not None]
            if not parts:
                return None
            return _all_of(parts) if isinstance(query, queries.And) else ~_all_of(~part for part in parts)
        case queries.Phrase():
            asked = reader.read(query.query_string)
            return Condition(asked.phrase()) if asked else None
        case queries.PlainText() | queries.Fuzzy():
            asked = reader.read(query.query_string)
            if not asked:
                return None
            return Condition(asked.any_word() if query.operator.lower() == "or" else asked.all_words())
    raise NotImplementedError(f"{type(query).__name__} is no query that this backend knows.")


def _all_of(parts: Iterable[Condition]) -> Condition:
    parts = list(parts)
    if NO_TEXT in parts:
        return NO_TEXT
    wanted = [part.stated for part in parts if part.stated and not part.is_negated]
    refused = [part.stated for part in parts if part.stated and part.is_negated]
    if not wanted:
        return Condition(one_of(refused), is_negated=True) if refused else EVERY_TEXT
    return Condition(Except(every(wanted), one_of(refused)) if refused else every(wanted))
