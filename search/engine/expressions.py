"""What is to stand in a text, as a tree, and how each database writes it down. Pure functions, no Django.

Tokens are letters, digits and ``_`` (``mysite.vietnamese.words``), so nothing a visitor types is syntax.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

Expression: TypeAlias = Union["Token", "Adjacent", "All", "Any", "Except"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the index; with ``is_beginning`` any word that begins so."""

    text: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Adjacent:
    """Tokens that follow each other; only the last may be a beginning."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Except:
    wanted: Expression
    unwanted: Expression


def every(parts: Iterable[Expression]) -> Expression:
    return _joined(All, parts)


def one_of(parts: Iterable[Expression]) -> Expression:
    return _joined(Any, parts)


def adjacent(tokens: Sequence[Token]) -> Expression:
    return tokens[0] if len(tokens) == 1 else Adjacent(tuple(tokens))


def _joined(kind: type[All] | type[Any], parts: Iterable[Expression]) -> Expression:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else kind(found)


def for_sqlite(expression: Expression) -> str:
    """As FTS5 reads it: ``("hoi" AND "nghi"*)``."""
    match expression:
        case Token(text, is_beginning):
            return f'"{text}"{"*" if is_beginning else ""}'
        case Adjacent(tokens):
            return " + ".join(for_sqlite(token) for token in tokens)
        case All(parts):
            return f"({' AND '.join(map(for_sqlite, parts))})"
        case Any(parts):
            return f"({' OR '.join(map(for_sqlite, parts))})"
        case Except(wanted, unwanted):
            return f"({for_sqlite(wanted)} NOT {for_sqlite(unwanted)})"


def for_postgres(expression: Expression, weights: str = "") -> str:
    """As a ``tsquery``: ``('hoi' & 'nghi':*)``. ``weights`` (``AB``) restricts it to parts of the text."""
    match expression:
        case Token(text, is_beginning):
            flags = ("*" if is_beginning else "") + weights
            return f"'{text}'{':' if flags else ''}{flags}"
        case Adjacent(tokens):
            return f"({' <-> '.join(for_postgres(token, weights) for token in tokens)})"
        case All(parts):
            return f"({' & '.join(for_postgres(part, weights) for part in parts)})"
        case Any(parts):
            return f"({' | '.join(for_postgres(part, weights) for part in parts)})"
        case Except(wanted, unwanted):
            return f"({for_postgres(wanted, weights)} & !{for_postgres(unwanted, weights)})"
