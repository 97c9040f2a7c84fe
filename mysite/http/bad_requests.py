"""Malformed requests, which browsers do not send: exception, error page and log filter."""

import logging
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.views import defaults

from mysite.api.errors import error_response, is_api_request


class MalformedForm(BadRequest):
    """Raised for a submitted form whose field ``name`` is malformed. ``reason`` is shown to the user."""

    def __init__(self, name: str, reason: str | Promise) -> None:
        self.name, self.reason = name[:100], reason
        super().__init__(f"Malformed form, field {self.name!r}")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: JSON for the API, a page that says what is wrong with a form, otherwise Django's page."""
    if is_api_request(request):
        return error_response("The request is malformed", HTTPStatus.BAD_REQUEST)
    if isinstance(exception, MalformedForm):
        return HttpResponseBadRequest(render_to_string("400_form.html", {"error": exception}))
    return defaults.bad_request(request, exception)


class DropTracebackFilter(logging.Filter):
    """Drops the traceback of client errors (4xx), because the message says what was wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True
