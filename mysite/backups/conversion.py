"""Copies the rows of a SQLite database into PostgreSQL, for an office that outgrows SQLite.

Values are copied as they are stored, not through models: these would run signal handlers, parse every StreamField and
create rows that are copied too.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from .manifest import BackupError

#: Tables that the portal fills itself: the search index, whose columns depend on the database.
NOT_COPIED = {"search_searchentry", "search_vocabularyterm", "wagtailsearch_indexentry"}
_BATCH = 500

Convert = Callable[[Any], Any]


@contextmanager
def replaced_database(folder: Path) -> Iterator[None]:
    """Create missing tables, then run the block in one transaction."""
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic(durable=True):
        yield


def load_snapshot(file: Path) -> None:
    """Replace all rows by those of the SQLite database ``file``, and rebuild the search index."""
    with closing(sqlite3.connect(file)) as source, connection.cursor() as cursor:
        names = ", ".join(map(connection.ops.quote_name, list_tables()))
        cursor.execute(f"TRUNCATE {names} CASCADE")
        tables = [table for table in list_tables() if table not in NOT_COPIED]
        for table in tables:
            # Triggers write rows that are copied too. Those of foreign keys stay, and check at the end.
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} DISABLE TRIGGER USER")
            copy_table(table, source, cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} ENABLE TRIGGER USER")
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    ContentType.objects.clear_cache()
    call_command("update_index", verbosity=0)


def list_tables() -> list[str]:
    """Return the tables of all models, except those that exist on SQLite only."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})


def copy_table(table: str, source: sqlite3.Connection, cursor: CursorWrapper) -> None:
    """Copy all rows of ``table``, as SQLite has stored them."""
    columns = read_columns(table, cursor)
    names = ", ".join(map(connection.ops.quote_name, columns))
    converters = list(columns.values())
    quoted = connection.ops.quote_name(table)
    try:
        with cursor.copy(f"COPY {quoted} ({names}) FROM STDIN") as copy:
            rows = source.execute(f"SELECT {names} FROM {quoted}")  # noqa: S608
            while batch := rows.fetchmany(_BATCH):
                for row in batch:
                    copy.write_row(convert_row(row, converters))
    except (psycopg.Error, sqlite3.Error, ValueError, ArithmeticError, UnicodeError) as error:
        raise BackupError(f"The rows of {table} cannot be copied: {error}") from error


def convert_row(row: Sequence[Any], converters: Sequence[Convert]) -> list[Any]:
    return [None if value is None else convert(value) for value, convert in zip(row, converters, strict=True)]


def read_columns(table: str, cursor: CursorWrapper) -> dict[str, Convert]:
    """Return the columns of a PostgreSQL table that are not generated, each with its conversion from SQLite."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return {name: CONVERSIONS.get(data_type, keep) for name, data_type in cursor.fetchall()}


def keep(value: Any) -> Any:
    return value


def to_utc(value: str) -> str:
    """Return a time with its zone: Django stores them in UTC, on SQLite without saying so."""
    return f"{value}+00"


def to_interval(value: int) -> timedelta:
    return timedelta(microseconds=value)


#: By PostgreSQL's name of the type. Other values are parsed by PostgreSQL as SQLite has stored them.
CONVERSIONS: dict[str, Convert] = {
    "boolean": bool,
    "timestamp with time zone": to_utc,
    "interval": to_interval,
}
