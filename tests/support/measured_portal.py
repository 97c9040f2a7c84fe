"""The portal for benchmarks: each response has a header with the number and CPU time of its SQL statements.

A request for NEW_GENERATION_PATH begins a new content generation.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from mysite.wsgi import application as portal
from tests.support.sql_meter import SqlMeter

NEW_GENERATION_PATH = "/-/new-generation"

from mysite.content_generation import raise_generation  # noqa: E402  imports models, which need the applications


@receiver(connection_created)
def forbid_parallel_workers(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let one process of PostgreSQL do everything: the CPU time of its workers cannot be read after a statement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")


def read_server_cpu() -> float:
    """Return the CPU seconds of the PostgreSQL process of this connection; 0 on SQLite."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    return time.clock_gettime((~connection.connection.info.backend_pid << 3) | 2)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Add the header ``X-SQL``: the number of statements, and CPU seconds for them in this thread and in PostgreSQL.

    What runs after the response is not counted.
    """
    if environ["PATH_INFO"] == NEW_GENERATION_PATH:
        raise_generation()
        start_response("200 OK", [("Content-Length", "0")])
        return []
    connection.ensure_connection()
    meter, server_cpu = SqlMeter(), read_server_cpu()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        figures = meter.statements, meter.cpu, read_server_cpu() - server_cpu
        return start_response(status, [*headers, ("X-SQL", " ".join(map(str, figures)))], *rest)

    return portal(environ, start)
