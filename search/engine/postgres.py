"""The index in PostgreSQL: three ``tsvector`` columns of the entries, built here and not by PostgreSQL's parser."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, FloatField, Func, QuerySet, TextField, Value
from django.db.models import Expression as DatabaseExpression
from django.db.models.expressions import Col

from mysite.text.vietnamese import TokenForms, marked_prefixes
from search.models import SearchEntry

from .expressions import Expression, any_of, to_tsquery
from .index_documents import IndexDocument
from .schema import COLUMN_SOURCES, FULL_TEXT, TITLE_VECTOR

#: PostgreSQL's weight letter of each column, and the weights of D, C, B, A.
_WEIGHT_LETTERS = {"title": "A", "lead": "B", "body": "D"}
_WEIGHTS = "{0.05, 0.1, 0.3, 1.0}"
#: Limits of a ``tsvector``: positions per lexeme, the highest position, bytes.
_MAX_POSITIONS, _LAST_POSITION, _MAX_BYTES = 255, 16_383, 2**20 - 1
#: Positions between two texts, so that the end of one and the start of the next do not form a phrase.
_POSITION_GAP = 5
_TABLE = SearchEntry._meta.db_table
_INSERT = f"""
    INSERT INTO {_TABLE} (content_type_id, object_id, date, year, text, digest, is_stale, title, whole, beginnings)
    VALUES (%s, %s, %s, %s, %s, %s, false, %s::tsvector, %s::tsvector, %s::tsvector)
    ON CONFLICT (content_type_id, object_id) DO UPDATE SET
        date = excluded.date, year = excluded.year, text = excluded.text, digest = excluded.digest,
        is_stale = false,
        title = excluded.title, whole = excluded.whole, beginnings = excluded.beginnings
"""  # noqa: S608


class PostgresStore:
    """``IndexStore`` for PostgreSQL."""

    @property
    def connection(self) -> Any:
        return connections[router.db_for_write(SearchEntry)]

    def write(self, documents: Sequence[IndexDocument]) -> None:
        values = []
        for document in documents:
            title, full_text, prefixes = VectorBuilder(), VectorBuilder(), VectorBuilder()
            for column, parts in COLUMN_SOURCES.items():
                for tokens in chain(*map(document.tokens, parts)):
                    full_text.add(tokens, _WEIGHT_LETTERS[column])
                    if column == "title":
                        title.add(tokens, _WEIGHT_LETTERS[column])
            for text, tokens in zip(document.prefixes, document.tokens("prefixes"), strict=True):
                prefixes.add(tokens, "")
                prefixes.positions.update(
                    (token, ["1"]) for token in marked_prefixes(text) if token not in prefixes.positions
                )
            texts = (str(vector) for vector in (title, full_text, prefixes))
            row = (document.content_type_id, document.object_id, document.date, document.year, document.text)
            values.append((*row, document.digest, *texts))
        with self.connection.cursor() as cursor:
            cursor.executemany(_INSERT, values)

    def matching(self, expression: Expression, index_field: str, columns: Iterable[str] = ()) -> QuerySet[SearchEntry]:
        weights = "".join(_WEIGHT_LETTERS[column] for column in columns)
        return SearchEntry.objects.filter(_matches(index_field, to_tsquery(expression, weights)))

    def ranked(self, expression: Expression, should: Sequence[Expression], index_field: str) -> QuerySet[SearchEntry]:
        rank = Func(
            VectorColumn(index_field),
            Value(to_tsquery(any_of([expression, *should]))),
            template=f"-ts_rank('{_WEIGHTS}'::float4[], %(expressions)s::tsquery)",
            output_field=FloatField(),
        )
        return self.matching(expression, index_field).annotate(rank=rank)

    def contains(self, expression: Expression, index_field: str, *, in_title: bool = False) -> Func:
        return _matches(TITLE_VECTOR if in_title and index_field == FULL_TEXT else index_field, to_tsquery(expression))

    def optimize(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_TABLE}")


class VectorBuilder:
    """Builds a ``tsvector`` of the folded and exact forms of tokens with their positions, up to its limits."""

    def __init__(self) -> None:
        self.positions: dict[str, list[str]] = {}
        self.position = 0
        self.bytes_left = _MAX_BYTES

    def add(self, text: Iterable[TokenForms], letter: str) -> None:
        for word in text:
            self.position = min(self.position + 1, _LAST_POSITION)
            position = f"{self.position}{letter}"
            for token in (word.folded, word.exact):
                positions = self.positions.get(token)
                size = 2 if positions else len(token) + 5  # token, two bytes per position, their number, padding
                if size > self.bytes_left:
                    continue
                if positions is None:
                    self.positions[token] = [position]
                elif len(positions) < _MAX_POSITIONS:
                    positions.append(position)
                else:
                    continue
                self.bytes_left -= size
        self.position += _POSITION_GAP

    def __str__(self) -> str:
        return " ".join(f"'{token}':{','.join(positions)}" for token, positions in self.positions.items())


class VectorColumn(DatabaseExpression):
    """A column that the model lacks, qualified with the alias that the table has in the query or subquery."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=TextField())
        self.name = name

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Col:
        column = TextField()
        column.set_attributes_from_name(self.name)
        column.model = SearchEntry  # because Django compares expressions by field and model
        return Col(query.get_initial_alias(), column)


def _matches(column: str, query: str) -> Func:
    return Func(
        VectorColumn(column),
        Value(query),
        template="%(expressions)s::tsquery",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
