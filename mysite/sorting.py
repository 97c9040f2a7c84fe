"""Names and titles in Vietnamese order: a ă â b c d đ e ê …, tones last, in the order ngang huyền hỏi ngã sắc nặng.

Databases order by code points or by the rules of another country, so every order by text names this collation. On
PostgreSQL it is that of ICU; SQLite is taught the same order here.
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

#: ICU's rules for Vietnamese, as PostgreSQL names them.
COLLATION = "vi-x-icu"

SortKey = tuple[list[int], list[int], list[bool], str]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: Signs come before digits, digits before letters; NUL stands for the signs that are not here.
_SIGNS = "\t\n\v\f\r _-‐‑–—,;:!¡?¿.…·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†•′″`´^¯¨°©®+±÷×<=>¬|¦~−\0¤¢$£¥₫€"
_PLACES = {char: place for place, char in enumerate(f"{_SIGNS}0123456789{_ALPHABET}")}
#: The tones, then every other mark.
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
#: More than there are characters: room between two places for all those that have none.
_ROOM = 1 << 21


@lru_cache(maxsize=1 << 14)
def sort_key(text: str) -> SortKey:
    """What ``text`` is sorted by: its letters; if they are equal its tones, then its capitals, then its spelling."""
    letters: list[str] = []
    marks: list[int] = []
    capitals: list[bool] = []
    for char in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(char):
            small = char.lower()
            letters.append(small)
            marks.append(0)
            capitals.append(small != char)
        elif letters and (letter := unicodedata.normalize("NFC", letters[-1] + char)) in _PLACES:
            letters[-1] = letter
        else:
            marks.append(_TONES.get(char) or len(_TONES) + ord(char))
    return [_place(letter) for letter in letters], marks, capitals, text


def _place(char: str) -> int:
    if char in _PLACES:
        return _PLACES[char] * _ROOM
    return (len(_PLACES) if char.isalnum() else _PLACES["\0"]) * _ROOM + ord(char[0])


def _compare(one: str, other: str) -> int:
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)


def teach_sqlite(connection: Any, **kwargs: Any) -> None:
    """Give a new connection to SQLite the collation that PostgreSQL has."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compare)


def in_vietnamese(name: str) -> OrderBy:
    """The order by the text field ``name``; from the last to the first with “-” before it."""
    collated = Collate(F(name.removeprefix("-")), COLLATION)
    return collated.desc() if name.startswith("-") else collated.asc()


def collated(model: type[Model], names: Iterable[Any]) -> list[Any]:
    """``names`` as for ``order_by``, text fields in Vietnamese order. What else may order stays as it is."""
    return [in_vietnamese(name) if isinstance(name, str) and _is_text(model, name) else name for name in names]


def _is_text(model: type[Model], name: str) -> bool:
    """Whether it is a field that people write into: no slug, no address, no choice, no place in a tree."""
    try:
        field = model._meta.get_field(name.removeprefix("-"))
    except FieldDoesNotExist:
        return False
    return type(field) in {CharField, TextField} and not field.choices and field.name not in {"path", "url_path"}


def in_vietnamese_order(queryset: QuerySetType) -> QuerySetType:
    """``queryset`` with the order that somebody else gave it, text fields in Vietnamese."""
    names = queryset.query.order_by
    wanted = collated(queryset.model, names)
    return queryset.order_by(*wanted) if wanted != list(names) else queryset


class VietnameseOrder(QuerySet):
    """Makes every order by a text field Vietnamese, also in Wagtail's lists and choosers, which name their fields."""

    def order_by(self, *names: Any) -> Self:
        return super().order_by(*collated(self.model, names))
