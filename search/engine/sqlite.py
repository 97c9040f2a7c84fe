"""The index in SQLite: two FTS5 tables beside the table of entries."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connections, router, transaction
from django.db.models import F, FloatField, Func, Lookup, Q, QuerySet, TextField, Value

from mysite.text.vietnamese import TokenForms, marked_prefixes
from search.models import Beginnings, FullText, SearchEntry

from .expressions import Expression, all_of, any_of, to_fts5
from .index_documents import IndexDocument
from .schema import COLUMN_SOURCES, FULL_TEXT, PREFIXES

#: The BM25 weights of title, lead and body.
COLUMN_WEIGHTS = (10.0, 4.0, 1.0)
_TABLES: dict[str, Any] = {FULL_TEXT: FullText, PREFIXES: Beginnings}


@TextField.register_lookup
class Matches(Lookup):
    """FTS5's ``MATCH``, on the hidden column with the name of the table."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", [*left_params, *right_params]


class SqliteStore:
    """``IndexStore`` for SQLite."""

    @property
    def connection(self) -> Any:
        return connections[router.db_for_write(SearchEntry)]

    def write(self, documents: Sequence[IndexDocument]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            entries = SearchEntry.objects.bulk_create(
                [
                    SearchEntry(
                        content_type_id=document.content_type_id,
                        object_id=document.object_id,
                        date=document.date,
                        year=document.year,
                        text=document.text,
                        digest=document.digest,
                    )
                    for document in documents
                ],
                update_conflicts=True,
                update_fields=["date", "year", "text", "digest", "is_stale"],
                unique_fields=["content_type", "object_id"],
            )
            numbers = [(entry.pk,) for entry in entries]
            cursor.executemany("DELETE FROM search_fulltext WHERE rowid = %s", numbers)
            cursor.executemany("DELETE FROM search_beginnings WHERE rowid = %s", numbers)
            cursor.executemany(
                "INSERT INTO search_fulltext (rowid, title, lead, body) VALUES (%s, %s, %s, %s)",
                [
                    (
                        entry.pk,
                        *(_index_text(list(chain(*map(document.tokens, parts)))) for parts in COLUMN_SOURCES.values()),
                    )
                    for entry, document in zip(entries, documents, strict=True)
                ],
            )
            cursor.executemany(
                "INSERT INTO search_beginnings (rowid, words) VALUES (%s, %s)",
                [
                    (entry.pk, _prefix_text(document))
                    for entry, document in zip(entries, documents, strict=True)
                    if document.prefixes
                ],
            )

    def matching(self, expression: Expression, index_field: str, columns: Iterable[str] = ()) -> QuerySet[SearchEntry]:
        return SearchEntry.objects.filter(
            **{f"{_relation(index_field)}__table__matches": _match_query(expression, columns)}
        )

    def ranked(self, expression: Expression, should: Sequence[Expression], index_field: str) -> QuerySet[SearchEntry]:
        # Optional clauses must not change the matches, so they are in a disjunction that matches anyway.
        query = all_of([expression, any_of([expression, *should])]) if should else expression
        weights = [Value(weight) for weight in COLUMN_WEIGHTS] if index_field == FULL_TEXT else []
        table = F(f"{_relation(index_field)}__table")
        return self.matching(query, index_field).annotate(
            rank=Func(table, *weights, function="bm25", output_field=FloatField())
        )

    def contains(self, expression: Expression, index_field: str, *, in_title: bool = False) -> Q:
        matches = _TABLES[index_field].objects.filter(
            table__matches=_match_query(expression, ["title"] if in_title else [])
        )
        return Q(pk__in=matches.values("pk"))

    def optimize(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES('optimize')")
            cursor.execute("INSERT INTO search_beginnings(search_beginnings) VALUES('optimize')")


def _relation(index_field: str) -> str:
    return "full_text" if index_field == FULL_TEXT else "beginnings"


def _match_query(expression: Expression, columns: Iterable[str]) -> str:
    columns = list(columns)
    return f"{{{' '.join(columns)}}} : ({to_fts5(expression)})" if columns else to_fts5(expression)


def _prefix_text(row: IndexDocument) -> str:
    return f"{_index_text(row.tokens('prefixes'))} {' '.join(marked_prefixes(' '.join(row.prefixes)))}"


def _index_text(texts: Sequence[Sequence[TokenForms]]) -> str:
    """Return the folded tokens, then the exact tokens, both in their order, so that phrases match in both.

    Texts are separated by ``_``, so that the end of one and the start of the next do not form a phrase.
    """
    streams = [[word.folded for word in text] for text in texts] + [[word.exact for word in text] for text in texts]
    return " _ ".join(map(" ".join, streams))
