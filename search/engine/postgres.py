"""The index in PostgreSQL: three text vectors in the row of each entry, written here and never by its parser."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, FloatField, Func, QuerySet, TextField, Value
from django.db.models import Expression as DatabaseExpression
from django.db.models.expressions import Col

from mysite.vietnamese import Form, beginnings
from search.models import SearchEntry

from .expressions import Expression, for_postgres
from .rows import Row
from .store import COLUMNS, TITLE, WHOLE

#: PostgreSQL's letters for parts of a vector, and how much a word counts in each: D, C, B, A.
_LETTERS = {"title": "A", "lead": "B", "body": "D"}
_WEIGHTS = "{0.05, 0.1, 0.3, 1.0}"
#: What its vectors can hold: positions of a word, the last position, bytes.
_MOST_PLACES, _LAST_PLACE, _MOST_BYTES = 255, 16_383, 2**20 - 1
#: Between two texts, so that the end of one and the beginning of the next are no phrase.
_GAP = 5
_TABLE = SearchEntry._meta.db_table
_INSERT = f"""
    INSERT INTO {_TABLE} (content_type_id, object_id, date, year, text, is_stale, title, whole, beginnings)
    VALUES (%s, %s, %s, %s, %s, false, %s::tsvector, %s::tsvector, %s::tsvector)
    ON CONFLICT (content_type_id, object_id) DO UPDATE SET
        date = excluded.date, year = excluded.year, text = excluded.text, is_stale = false,
        title = excluded.title, whole = excluded.whole, beginnings = excluded.beginnings
"""  # noqa: S608


class PostgresStore:
    @property
    def connection(self) -> Any:
        return connections[router.db_for_write(SearchEntry)]

    def write(self, rows: Sequence[Row]) -> None:
        values = []
        for row in rows:
            title, whole, typed = Vector(), Vector(), Vector()
            for column, parts in COLUMNS.items():
                for found in chain(*map(row.words, parts)):
                    whole.add(found, _LETTERS[column])
                    if column == "title":
                        title.add(found, _LETTERS[column])
            for text, found in zip(row.beginnings, row.words("beginnings"), strict=True):
                typed.add(found, "")
                typed.places.update((token, ["1"]) for token in beginnings(text) if token not in typed.places)
            texts = (str(vector) for vector in (title, whole, typed))
            values.append((row.content_type_id, row.object_id, row.date, row.year, row.text, *texts))
        with self.connection.cursor() as cursor:
            cursor.executemany(_INSERT, values)

    def matching(self, wanted: Expression, where: str, columns: Iterable[str] = ()) -> QuerySet[SearchEntry]:
        weights = "".join(_LETTERS[column] for column in columns)
        return SearchEntry.objects.filter(_matches(where, for_postgres(wanted, weights)))

    def ranked(self, wanted: Expression, liked: Expression, where: str) -> QuerySet[SearchEntry]:
        rank = Func(
            VectorColumn(where),
            Value(for_postgres(liked)),
            template=f"-ts_rank('{_WEIGHTS}'::float4[], %(expressions)s::tsquery)",
            output_field=FloatField(),
        )
        return self.matching(wanted, where).annotate(rank=rank)

    def has(self, wanted: Expression, where: str, *, in_title: bool = False) -> Func:
        return _matches(TITLE if in_title and where == WHOLE else where, for_postgres(wanted))

    def optimize(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_TABLE}")


class Vector:
    """A ``tsvector`` on its way to the database: each word in both forms at its place, until it is full."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = {}
        self.place = 0
        self.room = _MOST_BYTES

    def add(self, text: Iterable[Form], letter: str) -> None:
        for word in text:
            self.place = min(self.place + 1, _LAST_PLACE)
            place = f"{self.place}{letter}"
            for token in (word.folded, word.exact):
                places = self.places.get(token)
                size = 2 if places else len(token) + 5  # two bytes a position, their number, filled up to even
                if size > self.room:
                    continue
                if places is None:
                    self.places[token] = [place]
                elif len(places) < _MOST_PLACES:
                    places.append(place)
                else:
                    continue
                self.room -= size
        self.place += _GAP

    def __str__(self) -> str:
        return " ".join(f"'{token}':{','.join(places)}" for token, places in self.places.items())


class VectorColumn(DatabaseExpression):
    """A column that the model does not have, of the table as the query calls it: in a subquery it has another name."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=TextField())
        self.name = name

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Col:
        column = TextField()
        column.set_attributes_from_name(self.name)
        return Col(query.get_initial_alias(), column)


def _matches(column: str, query: str) -> Func:
    return Func(
        VectorColumn(column),
        Value(query),
        template="%(expressions)s::tsquery",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
