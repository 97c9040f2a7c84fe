"""Compiled queries: querysets whose SQL is compiled once per process, for the lists of public pages.

Building and compiling a queryset takes Django several times as long as the database takes to answer. A compiled query
is built with parameters in place of its arguments; each call only binds the values::

    @compiled_query
    def find_newest(path: str, now: datetime) -> QuerySet[NewsPage]:
        return NewsPage.objects.below(path).visible(now)[:5]

    articles = find_newest(home.path, timezone.now())

See docs/decisions/051-compiled-queries.md.
"""

from collections.abc import Callable, Collection, Hashable
from copy import copy
from datetime import date, datetime
from functools import update_wrapper
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, DateTimeField, Expression, Field, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

#: The fields that prepare values for the database, by type; others are bound as they are.
_FIELDS: dict[type, Field] = {date: DateField(), datetime: DateTimeField(), UUID: UUIDField()}

Row = TypeVar("Row")


class Slot(NamedTuple):
    """The place of an argument, or of an item of an argument with several, among the parameters of the SQL."""

    argument: int
    item: int | None = None

    def find_in(self, values: list[Any]) -> Any:
        return values[self.argument] if self.item is None else values[self.argument][self.item]


class Parameter(Expression):
    """Stands for an argument of a compiled query while its queryset is built."""

    def __init__(self, argument: int, length: int | None = None) -> None:
        super().__init__()
        self.argument, self.length = argument, length

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Slot]]:
        if self.length is None:
            return "%s", [Slot(self.argument)]
        return f"({', '.join(['%s'] * self.length)})", [Slot(self.argument, item) for item in range(self.length)]


class CompiledQuery(Generic[Row]):
    """A function that returns the rows of a queryset, compiled at its first call.

    ``build`` may compare its positional arguments with fields, and no more; those with several values only by ``in``.
    Whatever else the query depends on is a keyword argument: there is a statement for each of its values.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._statements: dict[Hashable, _Statement | None] = {}

    def __call__(self, *arguments: Any, **options: Any) -> list[Row]:
        values = [_pad(argument) if _has_items(argument) else argument for argument in arguments]
        lengths = tuple(len(value) if _has_items(value) else None for value in values)
        key = (lengths, *options.items())
        if key not in self._statements:
            self._statements[key] = self._compile(lengths, options)
        statement = self._statements[key]
        return statement.execute(values) if statement else []

    def first(self, *arguments: Any, **options: Any) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self(*arguments, **options)), None)

    def _compile(self, lengths: tuple[int | None, ...], options: dict[str, Any]) -> "_Statement | None":
        """Return the statement for arguments of these lengths; None if it can have no rows."""
        parameters: list[Any] = [Parameter(*place) if place[1] != 0 else [] for place in enumerate(lengths)]
        queryset = self.build(*parameters, **options)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            return _Statement(queryset, compiler, *compiler.as_sql())
        except EmptyResultSet:
            return None


class _Statement:
    """A queryset with its SQL."""

    def __init__(self, queryset: QuerySet, compiler: SQLCompiler, sql: str, parameters: tuple[Any, ...]) -> None:
        self.queryset, self.compiler = queryset, compiler
        self.sql, self.parameters = sql, parameters
        self.converters = compiler.get_converters(column for column, *_ in compiler.select)

    def execute(self, values: list[Any]) -> list[Any]:
        """Return the rows with these values, as the queryset would: instances, or rows of ``values_list()``."""
        database = connections[DEFAULT_DB_ALIAS]  # not its proxy, which is slow
        values = [_prepare(value, database) for value in values]
        parameters = tuple(value.find_in(values) if isinstance(value, Slot) else value for value in self.parameters)
        # Copies, because threads share the statement, and each has a connection of its own.
        compiler, query = copy(self.compiler), copy(self.queryset.query)
        compiler.connection = database
        compiler.as_sql = lambda *args, **kwargs: (self.sql, parameters)
        compiler.get_converters = lambda columns: self.converters
        query.get_compiler = lambda *args, **kwargs: compiler
        queryset = QuerySet(self.queryset.model, query, database.alias)
        queryset._iterable_class = self.queryset._iterable_class
        return list(queryset)


def compiled_query(build: Callable[..., QuerySet]) -> CompiledQuery[Any]:
    """Decorate a function that builds a queryset."""
    return CompiledQuery(build)


def _has_items(argument: Any) -> bool:
    return isinstance(argument, Collection) and not isinstance(argument, str)


def _pad(items: Collection[Any]) -> list[Any]:
    """Return the items, the last one repeated up to a power of two, so that few statements are compiled."""
    padded = list(items)
    return padded + padded[-1:] * ((1 << (len(padded) - 1).bit_length()) - len(padded)) if padded else padded


def _prepare(value: Any, database: BaseDatabaseWrapper) -> Any:
    """Return a value, or a list of values, as the database's driver takes it."""
    if isinstance(value, list):
        return [_prepare(item, database) for item in value]
    field = _FIELDS.get(type(value))
    return field.get_db_prep_value(value, database) if field else value
