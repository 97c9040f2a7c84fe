"""Measures the SQL statements of the current thread's connection: how many they are, and their CPU time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


class SqlMeter:
    """Counts statements, and the CPU time of this thread in them and in reading their rows.

    SQLite finds most rows only when they are read.
    """

    def __init__(self) -> None:
        self.statements, self.cpu, self._is_running = 0, 0.0, False
        connection.make_cursor = lambda cursor: MeasuredCursor(cursor, connection, self)

    @contextmanager
    def measure(self, statements: int = 0) -> Iterator[None]:
        """Measure the block, unless it is part of a measured one: wrappers of statements execute others."""
        self.statements += statements
        if self._is_running:
            yield
            return
        self._is_running, start = True, time.thread_time()
        try:
            yield
        finally:
            self.cpu += time.thread_time() - start
            self._is_running = False


class MeasuredCursor(CursorWrapper):
    def __init__(self, cursor: Any, db: Any, meter: SqlMeter) -> None:
        super().__init__(cursor, db)
        self.meter = meter

    def execute(self, sql: Any, params: Any = None) -> Any:
        with self.meter.measure(statements=1):
            return super().execute(sql, params)

    def executemany(self, sql: Any, param_list: Any) -> Any:
        with self.meter.measure(statements=1):
            return super().executemany(sql, param_list)

    def fetchone(self) -> Any:
        with self.meter.measure():
            return self.cursor.fetchone()

    def fetchmany(self, *arguments: int) -> Any:
        with self.meter.measure():
            return self.cursor.fetchmany(*arguments)

    def fetchall(self) -> Any:
        with self.meter.measure():
            return self.cursor.fetchall()
