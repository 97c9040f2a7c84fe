"""The WSGI entry point that gunicorn loads; production settings unless told otherwise."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from mysite.charset import is_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.production")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's, for requests in UTF-8: it reads this header, and the query by it, before it asks any middleware."""
    if is_utf8(environ.get("CONTENT_TYPE", "")):
        return _django(environ, start_response)
    start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"The request is not in UTF-8.\n"]
