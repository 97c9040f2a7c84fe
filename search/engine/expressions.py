"""Boolean query expressions, and their syntax in both databases. Pure functions, no Django.

Tokens consist of letters, digits and ``_`` (``mysite.text.vietnamese.tokenize``), so that user input cannot contain
syntax.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

Expression: TypeAlias = Union["Token", "Phrase", "And", "Or", "AndNot"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the index; with ``is_prefix`` any token with this prefix."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Adjacent tokens in this order; only the last may be a prefix."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AndNot:
    required: Expression
    excluded: Expression


def all_of(parts: Iterable[Expression]) -> Expression:
    return _join(And, parts)


def any_of(parts: Iterable[Expression]) -> Expression:
    return _join(Or, parts)


def phrase(tokens: Sequence[Token]) -> Expression:
    return tokens[0] if len(tokens) == 1 else Phrase(tuple(tokens))


def _join(kind: type[And] | type[Or], parts: Iterable[Expression]) -> Expression:
    unique_parts = tuple(dict.fromkeys(parts))
    return unique_parts[0] if len(unique_parts) == 1 else kind(unique_parts)


def to_fts5(expression: Expression) -> str:
    """Return an FTS5 query: ``("hoi" AND "nghi"*)``."""
    match expression:
        case Token(text, is_prefix):
            return f'"{text}"{"*" if is_prefix else ""}'
        case Phrase(tokens):
            return " + ".join(to_fts5(token) for token in tokens)
        case And(parts):
            return f"({' AND '.join(map(to_fts5, parts))})"
        case Or(parts):
            return f"({' OR '.join(map(to_fts5, parts))})"
        case AndNot(required, excluded):
            return f"({to_fts5(required)} NOT {to_fts5(excluded)})"


def to_tsquery(expression: Expression, weights: str = "") -> str:
    """Return a ``tsquery``: ``('hoi' & 'nghi':*)``, restricted to the columns with ``weights``, such as ``AB``."""
    match expression:
        case Token(text, is_prefix):
            flags = ("*" if is_prefix else "") + weights
            return f"'{text}'{':' if flags else ''}{flags}"
        case Phrase(tokens):
            return f"({' <-> '.join(to_tsquery(token, weights) for token in tokens)})"
        case And(parts):
            return f"({' & '.join(to_tsquery(part, weights) for part in parts)})"
        case Or(parts):
            return f"({' | '.join(to_tsquery(part, weights) for part in parts)})"
        case AndNot(required, excluded):
            return f"({to_tsquery(required, weights)} & !{to_tsquery(excluded, weights)})"
