"""The Vietnamese collation: a ă â b c d đ e ê …, then tones, in the order ngang huyền hỏi ngã sắc nặng.

By default databases sort by code point or by the rules of another language, so that every ordering by text uses this
collation. On PostgreSQL it is ICU's; for SQLite an equivalent one is registered here.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Self, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, F, Model, QuerySet, TextField
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate

QuerySetType = TypeVar("QuerySetType", bound=QuerySet)

#: PostgreSQL's name of the ICU collation for Vietnamese.
COLLATION = "vi-x-icu"

SortKey = tuple[list[int], list[int], list[bool], str]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: Punctuation sorts before digits, digits before letters; NUL represents all other symbols.
_PUNCTUATION = "\t\n\v\f\r _-‐‑–—,;:!¡?¿.…·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†•′″`´^¯¨°©®+±÷×<=>¬|¦~−\0¤¢$£¥₫€"
_POSITIONS = {char: position for position, char in enumerate(f"{_PUNCTUATION}0123456789{_ALPHABET}")}
#: The weights of the tone marks; other marks sort after them.
_TONES = {mark: weight for weight, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
#: More than the number of code points: the distance between two weights leaves room for all other characters.
_STEP = 1 << 21


@lru_cache(maxsize=1 << 14)
def sort_key(text: str) -> SortKey:
    """Return the sort key of ``text``: base letters, then tones, then case, then the text itself."""
    letters: list[str] = []
    marks: list[int] = []
    capitals: list[bool] = []
    for char in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(char):
            small = char.lower()
            letters.append(small)
            marks.append(0)
            capitals.append(small != char)
        elif letters and (letter := unicodedata.normalize("NFC", letters[-1] + char)) in _POSITIONS:
            letters[-1] = letter
        else:
            marks.append(_TONES.get(char) or len(_TONES) + ord(char))
    return [_weight(letter) for letter in letters], marks, capitals, text


def _weight(char: str) -> int:
    if char in _POSITIONS:
        return _POSITIONS[char] * _STEP
    return (len(_POSITIONS) if char.isalnum() else _POSITIONS["\0"]) * _STEP + ord(char[0])


def _compare(one: str, other: str) -> int:
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)


def register_collation(connection: Any, **kwargs: Any) -> None:
    """Register the collation on a new SQLite connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compare)


def collate(name: str) -> OrderBy:
    """Return the ordering by the text field ``name``, descending if it begins with “-”."""
    collated = Collate(F(name.removeprefix("-")), COLLATION)
    return collated.desc() if name.startswith("-") else collated.asc()


def collate_ordering(model: type[Model], names: Iterable[Any]) -> list[Any]:
    """Return arguments for ``order_by`` with the collation on text fields; other arguments are unchanged."""
    return [collate(name) if isinstance(name, str) and _is_text(model, name) else name for name in names]


def _is_text(model: type[Model], name: str) -> bool:
    """Return whether it is a field of free text, not a slug, URL, choice or tree path."""
    try:
        field = model._meta.get_field(name.removeprefix("-"))
    except FieldDoesNotExist:
        return False
    return type(field) in {CharField, TextField} and not field.choices and field.name not in {"path", "url_path"}


def collate_queryset(queryset: QuerySetType) -> QuerySetType:
    """Apply the collation to the existing ordering of ``queryset``."""
    names = queryset.query.order_by
    ordering = collate_ordering(queryset.model, names)
    return queryset.order_by(*ordering) if ordering != list(names) else queryset


class CollatedQuerySet(QuerySet):
    """QuerySet that applies the collation to all orderings by a text field, also in Wagtail's lists and choosers."""

    def order_by(self, *names: Any) -> Self:
        return super().order_by(*collate_ordering(self.model, names))
