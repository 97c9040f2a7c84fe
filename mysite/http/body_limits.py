"""Limits on the size of request bodies: small by default, larger for uploads in the admin."""

import io
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mysite.api.errors import error_response, is_api_request

from .admin_urls import is_admin_request


class BodyLimitMiddleware:
    """Responds with 413 to a request body that is too large, before anything reads it.

    Django keeps uploads up to ``FILE_UPLOAD_MAX_MEMORY_SIZE`` in memory and writes larger ones to ``/tmp``, which is
    reserved for users of the admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not body_exceeds(request.META, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return self.get_response(request)
        limit = settings.UPLOAD_LIMIT if may_upload(request) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not body_exceeds(request.META, limit):
            return self.get_response(request)
        if is_api_request(request):
            return error_response("The request body is too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return render(request, "body_too_large.html", {"limit": limit}, status=413)


def may_upload(request: HttpRequest) -> bool:
    """Return whether the request is to the admin, by a user with access to it."""
    return (
        is_admin_request(request)
        and request.user.is_authenticated
        and request.user.has_perm("wagtailadmin.access_admin")
    )


def body_exceeds(environ: dict[str, Any], limit: int) -> bool:
    """Return whether the body is longer than ``limit``, or may be because its length is unknown."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        return int(length) > limit
    return is_chunked(environ)


def is_chunked(environ: dict[str, Any]) -> bool:
    return bool(environ.get("HTTP_TRANSFER_ENCODING")) and not environ.get("CONTENT_LENGTH")


def buffer_chunked_body(environ: dict[str, Any], limit: int) -> None:
    """Buffer a chunked body of up to ``limit`` bytes and set its length; without one Django takes the body for empty.

    A longer body is not read any further and remains of unknown length.
    """
    if not is_chunked(environ):
        return
    body = environ["wsgi.input"].read(limit + 1)
    if len(body) <= limit:
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
