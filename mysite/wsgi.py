"""The WSGI application for gunicorn, by default with production settings."""

import os
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from mysite.api.errors import error_response
from mysite.http.body_limits import buffer_chunked_body
from mysite.http.charset import is_utf8
from mysite.http.request_id import identify_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.production")

_django = get_wsgi_application()

from mysite.http.page_cache import PageCache  # noqa: E402  imports models, which need the applications

page_cache = PageCache(_django)


@identify_requests
def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Reject requests in other charsets than UTF-8, which Django would apply before any middleware runs.

    Also buffers chunked bodies and sets their length, because Django takes a body without a length for empty.
    """
    if is_utf8(environ.get("CONTENT_TYPE", "")):
        buffer_chunked_body(environ, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return page_cache(environ, start_response)
    response = error_response("The request is not encoded in UTF-8", HTTPStatus.BAD_REQUEST)
    start_response("400 Bad Request", list(response.items()))
    return response
