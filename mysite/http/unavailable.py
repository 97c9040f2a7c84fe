"""Responses while the database is unavailable: 503, and the editor gets the submitted text back."""

import logging
import sys
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.defaults import server_error
from psycopg.errors import ConnectionTimeout

from mysite.editing.submissions import TOKEN_FIELD
from mysite.pages.refusals import PublicationRefused, respond_to_refusal
from mysite.postgresql.base import ServerTimeout

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
RETRY_AFTER = 30
#: Errors of a server that is frozen or unreachable: a second attempt would wait just as long.
UNREACHABLE = (ServerTimeout, ConnectionTimeout)


def handle_server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: 503 for database errors, with the text of an editor's save; otherwise Django's 500."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        # A middleware may fail before RetrySaveMiddleware. A form of another site has not passed CSRF protection.
        if getattr(request, "csrf_processing_done", False) and is_editor_save(request):
            return respond_not_saved(request)
        return _service_unavailable(request, "503.html", {})
    return server_error(request)


class RetrySaveMiddleware:
    """Retries an editor's save once after a database error, then responds with a page that contains the text.

    It must be the last middleware, because it calls the view itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not is_editor_save(request):
            return None
        on_postgres = connection.vendor == "postgresql"  # SQLite has already waited 20 seconds for its only writer
        for is_last in (False, True):
            try:
                # Atomic, so that the second attempt starts from the same state as the first.
                with transaction.atomic() if on_postgres else nullcontext():
                    return view(request, *args, **kwargs)
            except PublicationRefused as refusal:  # Django passes exceptions from here to no other middleware
                return respond_to_refusal(request, refusal)
            except (OperationalError, InterfaceError) as problem:
                logger.warning("A save at %s failed: %s", request.path, problem)
                if not connection.in_atomic_block:
                    connection.close()  # the next query opens another
                if is_last or not on_postgres or isinstance(problem.__cause__, UNREACHABLE):
                    break
        return respond_not_saved(request)


def respond_not_saved(request: HttpRequest) -> HttpResponse:
    """Return 503 with the submitted text and a button that sends it again."""
    context = {"fields": _submitted_fields(request), "token": get_token(request)}
    return _service_unavailable(request, "not_saved.html", context)


def is_editor_save(request: HttpRequest) -> bool:
    """Return whether the request submits the edit form of a page or snippet, autosave included."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.url_name not in {"add", "edit"}:
        return False
    return match.namespace == "wagtailadmin_pages" or match.namespace.startswith("wagtailsnippets_")


def _submitted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the submitted fields except the CSRF token, and a new token for the next press of the button."""
    names = [name for name in request.POST if name not in {"csrfmiddlewaretoken", TOKEN_FIELD}]
    fields = [(name, value) for name in names for value in request.POST.getlist(name)]
    return [*fields, (TOKEN_FIELD, str(uuid.uuid4()))]


def _service_unavailable(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a 503 response rendered without the database; for scripts in the JSON format of Wagtail's autosave."""
    response: HttpResponse
    if not request.accepts("text/html"):
        message = gettext("The portal could not respond in time. Nothing has been lost; please try again in a minute.")
        data = {"success": False, "error_code": "busy", "error_message": message}
        response = JsonResponse(data, status=503)
    else:
        response = HttpResponse(render_to_string(template, context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
