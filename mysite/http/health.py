"""Health checks for supervisors and containers: ``/healthz/live`` and ``/healthz/ready``."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Responds to the health check URLs before the middlewares for host, session and language.

    Containers are checked by IP address, which ``ALLOWED_HOSTS`` would refuse. So this is one of the
    first middlewares and not a view. ``SECURE_REDIRECT_EXEMPT`` lets them use plain HTTP.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = {"/healthz/live": live, "/healthz/ready": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info)
        if view is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = view()
        response["Cache-Control"] = "no-store"
        return response


def live() -> HttpResponse:
    """Return 200 while the process responds."""
    return _text("ok")


def ready() -> HttpResponse:
    """Return 200 if the database is available and migrated, otherwise 503."""
    try:
        with connection.cursor() as cursor:
            # A table, not "SELECT 1", which succeeds in an empty file that SQLite has just created.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except Error as error:
        logger.warning("Not ready, the database is not available: %s", error)
        return _text("the database is not available", status=503)
    return _text("ok")


def _text(message: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{message}\n", status=status, content_type="text/plain; charset=utf-8")
