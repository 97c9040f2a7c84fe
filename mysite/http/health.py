"""Health checks for supervisors and containers: ``/healthz/live`` and ``/healthz/ready``."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from mysite.postgresql.limits import DatabaseTimeouts, current_timeouts

logger = logging.getLogger(__name__)

#: Seconds until “ready” says no, whatever hangs: the database, its disk or the name server.
READY_TIMEOUT = 2.5


class HealthMiddleware:
    """Responds to the health check URLs before the middlewares for host, session and language.

    Containers are checked by IP address, which ``ALLOWED_HOSTS`` would refuse. So this is one of the
    first middlewares and not a view. ``SECURE_REDIRECT_EXEMPT`` lets them use plain HTTP.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = VIEWS.get(request.path_info)
        if view is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return view()


def live() -> HttpResponse:
    """Return 200 while the process responds."""
    return _text("ok")


def ready() -> HttpResponse:
    """Return 200 if the database is available and migrated, otherwise 503."""
    if database_check.run(READY_TIMEOUT):
        return _text("ok")
    return _text("the database is not available", status=503)


class DatabaseCheck:
    """Checks the database in a thread of its own, so that nobody waits longer than they want.

    Requests during a check share it: a hanging database holds one thread, not one for each request.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Future[bool] | None = None

    def run(self, timeout: float) -> bool:
        """Return whether the database is available; no after ``timeout`` seconds."""
        with self._lock:
            if self._running is None:
                self._running = Future()
                threading.Thread(target=self._check, args=[self._running], name="database-check", daemon=True).start()
            running = self._running
        try:
            return running.result(timeout)
        except TimeoutError:
            logger.warning("Not ready, the database has not answered for %g s", timeout)
            return False

    def _check(self, result: "Future[bool]") -> None:
        available = False
        try:
            available = is_database_available()
        finally:
            with self._lock:
                self._running = None
            result.set_result(available)


database_check = DatabaseCheck()


def is_database_available() -> bool:
    """Return whether a new connection can read a row. A kept connection would not show that the server is full."""
    current_timeouts.set(DatabaseTimeouts(statement=2, lock=2, client_timeout=2))
    try:
        with connection.cursor() as cursor:
            # A table, not "SELECT 1", which succeeds in an empty file that SQLite has just created.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except Error as error:
        logger.warning("Not ready, the database is not available: %s", error)
        return False
    finally:
        connection.close()
    return True


def _text(message: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{message}\n", status=status, headers=headers, content_type="text/plain; charset=utf-8")


VIEWS = {"/healthz/live": live, "/healthz/ready": ready}
