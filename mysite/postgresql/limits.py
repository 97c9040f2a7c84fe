"""Time limits for database queries in web requests. Commands, the scheduler and migrations have none."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpRequest, HttpResponse

from mysite.http.admin_urls import admin_path

#: A WSGI variable of requests before which the server has not responded, so that they do not wait for it again.
UNRESPONSIVE = "portal.database_unresponsive"


@dataclass
class DatabaseTimeouts:
    """Timeouts of one request in seconds, enforced by ``mysite.postgresql``."""

    #: PostgreSQL's ``statement_timeout`` and ``lock_timeout``.
    statement: float = 4
    lock: float = 2
    #: Client-side timeout: longer than ``statement``, so that a running server reports its own timeout first.
    client_timeout: float = 4.5
    #: Client-side timeout of a query after the request has already taken longer than ``client_timeout``.
    min_client_timeout: float = 1
    started: float = field(default_factory=time.monotonic)
    #: Set once the server has not responded, so that the request does not connect again.
    is_unresponsive: bool = False

    def server_options(self) -> str:
        return f"-c statement_timeout={self.statement * 1000:.0f} -c lock_timeout={self.lock * 1000:.0f}"

    def seconds_left(self) -> float:
        """Return the client-side timeout of the next query, less after a long time since the request started."""
        return max(self.min_client_timeout, self.started + self.client_timeout - time.monotonic())


current_timeouts: ContextVar[DatabaseTimeouts | None] = ContextVar("current_timeouts", default=None)


class DatabaseTimeoutMiddleware:
    """Sets the timeouts for the request; reports in the admin get longer ones, on a connection of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timeouts = get_timeouts(request)
        needs_own_connection = timeouts.statement != DatabaseTimeouts.statement and not connection.in_atomic_block
        token = current_timeouts.set(timeouts)
        try:
            if needs_own_connection:
                connection.close()  # the server's timeouts are set when it connects
            return self.get_response(request)
        finally:
            current_timeouts.reset(token)
            if needs_own_connection:
                connection.close()


def get_timeouts(request: HttpRequest) -> DatabaseTimeouts:
    if request.path_info.startswith(f"{admin_path()}reports/"):
        return DatabaseTimeouts(statement=30, client_timeout=31)
    if request.method in {"GET", "HEAD"}:
        return DatabaseTimeouts(is_unresponsive=request.META.get(UNRESPONSIVE, False))
    # A POST may have processed an uploaded photo for longer than ``client_timeout`` before its first query.
    return DatabaseTimeouts(min_client_timeout=4.5)
