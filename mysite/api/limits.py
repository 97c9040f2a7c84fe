"""Rate limit, pagination limits and content negotiation of the API."""

from typing import Any

from django.conf import settings
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError

from mysite.http.client_ip import get_client_network

#: More pages than any portal has. Larger numbers would overflow the database's integers.
MAX_OFFSET = 1_000_000


class VisitorThrottle(AnonRateThrottle):
    """Limits the requests of each client network to the setting ``API_RATE``."""

    def get_rate(self) -> str:
        return settings.API_RATE

    def parse_rate(self, rate: str) -> tuple[int, int]:
        """Parse ``20/h`` and ``100/2d``, the format of all rates in the settings."""
        count, _, period = rate.partition("/")
        seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400}[period[-1]]
        return int(count), int(period[:-1] or 1) * seconds

    def get_ident(self, request: Request) -> str:
        return get_client_network(request)


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
