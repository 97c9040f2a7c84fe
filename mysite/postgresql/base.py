"""The database backend: Django's, with connections that enforce ``mysite.postgresql.limits``."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors

from .limits import current_timeouts


class ServerTimeout(psycopg.OperationalError):
    """The server has not responded at all, not even with its own timeout."""


class TimeoutConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not respond to a web request in time.

    PostgreSQL's timeouts need a running server, and TCP's detect a dead machine; neither covers a frozen process.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        limits = current_timeouts.get()
        if limits is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, limits.seconds_left())
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            limits.is_unresponsive = True
            raise ServerTimeout("PostgreSQL does not answer") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """Opens connections with the timeouts of the current request."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if limits := current_timeouts.get():
            params["options"] = f"{params.get('options', '')} {limits.server_options()}"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> TimeoutConnection:
        """Connect as Django does, but without its options ``pool`` and ``isolation_level``."""
        limits = current_timeouts.get()
        if limits is not None and limits.is_unresponsive:
            raise ServerTimeout("PostgreSQL did not answer this request before")
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        try:
            return TimeoutConnection.connect(**conn_params)
        except errors.ConnectionTimeout:
            if limits is not None:
                limits.is_unresponsive = True
            raise
