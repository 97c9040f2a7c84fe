"""Logs SQL that takes long, without the values in it."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

#: Longer statements are cut.
MAX_SQL = 2_000
_PLACEHOLDERS = re.compile(r"%s(?:, %s)+")


def log_slow_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Execute wrapper of database connections. A query that fails after a long time counts too."""
    started = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = (time.monotonic() - started) * 1000
        if milliseconds >= settings.SLOW_QUERY_MS:
            logger.warning("Slow query, %.0f ms: %s", milliseconds, _PLACEHOLDERS.sub("%s, …", sql[:MAX_SQL]))


def watch_queries(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of ``connection_created``. A connection object is kept when it connects again."""
    if settings.SLOW_QUERY_MS and log_slow_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(log_slow_query)
