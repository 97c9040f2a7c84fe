"""Rate limit, pagination limits and content negotiation of the API."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError

from mysite.http.rate_limits import RateLimited, count_request

#: More pages than any portal has. Larger numbers would overflow the database's integers.
MAX_OFFSET = 1_000_000


class VisitorThrottle(BaseThrottle):
    """Limits the requests of each client network to the setting ``API_RATE``. Made anew for each request."""

    limited: RateLimited | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        self.limited = count_request(request, "api")
        return self.limited is None

    def wait(self) -> int | None:
        return self.limited.seconds_to_wait if self.limited else None


class AlwaysJSON(BaseContentNegotiation):
    """Always returns JSON and ignores the ``Accept`` header."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class BoundedPagination(WagtailPagination):
    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        for name in ("offset", "limit"):
            # Not int(), which accepts digits of other scripts and is slow on thousands of digits.
            value = request.GET.get(name, "0")
            if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= MAX_OFFSET):
                raise BadRequestError(f"{name} must be a number from 0 to {MAX_OFFSET:,}")
        return super().paginate_queryset(queryset, request, view)
