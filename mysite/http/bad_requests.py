"""Malformed requests, which browsers do not send: exception, error page and log filter."""

import logging

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.views import defaults


class MalformedForm(BadRequest):
    """Raised for a submitted form whose field ``name`` is malformed. ``reason`` is shown to the user."""

    def __init__(self, name: str, reason: str | Promise) -> None:
        self.name, self.reason = name[:100], reason
        super().__init__(f"Malformed form, field {self.name!r}")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: an error page that says what is wrong with a form, otherwise Django's."""
    if isinstance(exception, MalformedForm):
        return HttpResponseBadRequest(render_to_string("400_form.html", {"error": exception}))
    return defaults.bad_request(request, exception)


class DropTracebackFilter(logging.Filter):
    """Drops the traceback of client errors (4xx), because the message says what was wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True
