"""The two addresses that tell a supervisor how the process is: ``/healthz/live`` and ``/healthz/ready``."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers the health addresses itself, before the middlewares that look at host, scheme, session or language.

    A container asks by address and over plain http; neither ``ALLOWED_HOSTS`` nor the redirect to https may stand
    in the way, which is why this is a middleware, the first of all, and not a view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/healthz/live": live, "/healthz/ready": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def live() -> HttpResponse:
    """200 while the process answers at all."""
    return _text("ok")


def ready() -> HttpResponse:
    """200 when the database answers and has been migrated, else 503."""
    try:
        with connection.cursor() as cursor:
            # A table of ours, not "SELECT 1": SQLite says yes to that in an empty file it has just made.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except Error as error:
        logger.warning("Not ready, the database does not answer: %s", error)
        return _text("the database does not answer", status=503)
    return _text("ok")


def _text(message: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{message}\n", status=status, content_type="text/plain; charset=utf-8")
