"""The index in SQLite: two FTS5 tables beside the entries."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connections, router, transaction
from django.db.models import F, FloatField, Func, Lookup, Q, QuerySet, TextField, Value

from mysite.vietnamese import Form, beginnings
from search.models import Beginnings, FullText, SearchEntry

from .expressions import Expression, every, for_sqlite, one_of
from .rows import Row
from .store import COLUMNS, WHOLE

#: How much a word counts in title, lead and body.
WEIGHTS = (10.0, 4.0, 1.0)
_TABLES: dict[str, Any] = {WHOLE: FullText, "beginnings": Beginnings}


@TextField.register_lookup
class Matches(Lookup):
    """FTS5's ``MATCH``, on the hidden column that is called as the table."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", [*left_params, *right_params]


class SqliteStore:
    @property
    def connection(self) -> Any:
        return connections[router.db_for_write(SearchEntry)]

    def write(self, rows: Sequence[Row]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            entries = SearchEntry.objects.bulk_create(
                [
                    SearchEntry(
                        content_type_id=row.content_type_id,
                        object_id=row.object_id,
                        date=row.date,
                        year=row.year,
                        text=row.text,
                    )
                    for row in rows
                ],
                update_conflicts=True,
                update_fields=["date", "year", "text", "is_stale"],
                unique_fields=["content_type", "object_id"],
            )
            numbers = [(entry.pk,) for entry in entries]
            cursor.executemany("DELETE FROM search_fulltext WHERE rowid = %s", numbers)
            cursor.executemany("DELETE FROM search_beginnings WHERE rowid = %s", numbers)
            cursor.executemany(
                "INSERT INTO search_fulltext (rowid, title, lead, body) VALUES (%s, %s, %s, %s)",
                [
                    (entry.pk, *(_streams(list(chain(*map(row.words, parts)))) for parts in COLUMNS.values()))
                    for entry, row in zip(entries, rows, strict=True)
                ],
            )
            cursor.executemany(
                "INSERT INTO search_beginnings (rowid, words) VALUES (%s, %s)",
                [
                    (entry.pk, f"{_streams(row.words('beginnings'))} {' '.join(beginnings(' '.join(row.beginnings)))}")
                    for entry, row in zip(entries, rows, strict=True)
                    if row.beginnings
                ],
            )

    def matching(self, wanted: Expression, where: str, columns: Iterable[str] = ()) -> QuerySet[SearchEntry]:
        return SearchEntry.objects.filter(**{f"{_relation(where)}__table__matches": _text(wanted, columns)})

    def ranked(self, wanted: Expression, liked: Expression, where: str) -> QuerySet[SearchEntry]:
        # What is liked must not decide who matches: it stands beside a part that matches always.
        query = every([wanted, one_of([wanted, liked])])
        weights = [Value(weight) for weight in WEIGHTS] if where == WHOLE else []
        table = F(f"{_relation(where)}__table")
        return self.matching(query, where).annotate(
            rank=Func(table, *weights, function="bm25", output_field=FloatField())
        )

    def has(self, wanted: Expression, where: str, *, in_title: bool = False) -> Q:
        found = _TABLES[where].objects.filter(table__matches=_text(wanted, ["title"] if in_title else []))
        return Q(pk__in=found.values("pk"))

    def optimize(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES('optimize')")
            cursor.execute("INSERT INTO search_beginnings(search_beginnings) VALUES('optimize')")


def _relation(where: str) -> str:
    return "full_text" if where == WHOLE else "beginnings"


def _text(wanted: Expression, columns: Iterable[str]) -> str:
    columns = list(columns)
    return f"{{{' '.join(columns)}}} : ({for_sqlite(wanted)})" if columns else for_sqlite(wanted)


def _streams(texts: Sequence[Sequence[Form]]) -> str:
    """The words without marks, then the words as written; what is next to each other stays so in both.

    Between two texts stands ``_``, so that the end of one and the beginning of the next are no phrase.
    """
    streams = [[word.folded for word in text] for text in texts] + [[word.exact for word in text] for text in texts]
    return " _ ".join(map(" ".join, streams))
