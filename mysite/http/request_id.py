"""The id of a request: in the response, in each log line about it, and in the log of nginx."""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from mysite.logs import current_request_id

#: What a trusted proxy may send.
_VALID = re.compile(r"[A-Za-z0-9_-]{8,64}")

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def identify_requests(application: Application) -> Application:
    """WSGI middleware, around the page cache, whose stored responses have no id."""

    def identified(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request_id = get_request_id(environ)
        current_request_id.set(request_id)
        return application(
            environ,
            lambda status, headers, *rest: start_response(status, [*headers, ("X-Request-ID", request_id)], *rest),
        )

    return identified


def get_request_id(environ: dict[str, Any]) -> str:
    """Return the id that a trusted proxy has given the request, or a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if settings.TRUSTED_PROXIES and _VALID.fullmatch(given) else uuid.uuid4().hex
