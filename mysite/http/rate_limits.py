"""Rate limits for each network and for the whole site, counted for all processes together.

Requests are counted in memory and added to the database every two seconds, so no visitor waits for either. See
docs/decisions/066-rate-limits.md.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from axes.models import AccessLog
from cachetools import LRUCache
from django.conf import settings
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from mysite.count_buffer import Count, CountBuffer
from mysite.models import RateLimitCount
from mysite.postgresql.limits import DatabaseTimeouts, current_timeouts
from mysite.signals import scheduler_round

from .client_ip import get_client_network

#: The settings of each kind of request: the limit of one network, and that of all together.
LIMITS = {
    "api": {"address": "API_RATE"},
    "comments": {"address": "COMMENT_LIMIT_PER_ADDRESS", "site": "COMMENT_LIMIT_PER_SITE"},
    "contact": {"address": "CONTACT_LIMIT_PER_ADDRESS", "site": "CONTACT_LIMIT_PER_SITE"},
    "feeds": {"address": "FEED_LIMIT_PER_ADDRESS", "site": "FEED_LIMIT_PER_SITE"},
    "search": {"address": "SEARCH_LIMIT_PER_ADDRESS", "site": "SEARCH_LIMIT_PER_SITE"},
    "sign_in": {"address": "SIGN_IN_LIMIT_PER_ADDRESS", "site": "SIGN_IN_LIMIT_PER_SITE"},
}
#: Views by their names with namespaces: the admin has a view “search” too. Feeds are recognised by their paths, because
#: sections have some.
SEARCH_VIEWS = frozenset({"search", "suggestions"})
SIGN_IN_VIEWS = frozenset({
    "wagtailadmin_login", "wagtailadmin_password_reset", "wagtailcore_login", "two_factor", "two_factor_set_up",
    "wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password",
})  # fmt: skip
FEED_PATHS = ("/rss/", ".ics")
_ADD_COUNTS = (
    "INSERT INTO mysite_ratelimitcount (key, count, expires_at) VALUES {} ON CONFLICT (key) "
    "DO UPDATE SET count = mysite_ratelimitcount.count + excluded.count RETURNING key, count"
)
#: Rows in one statement.
BATCH_SIZE = 1_000
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True)
class RateLimited:
    """A limit is exceeded; says how long to wait."""

    seconds_to_wait: int

    @property
    def minutes_to_wait(self) -> int:
        return max(1, -(-self.seconds_to_wait // 60))


class SharedCounter(CountBuffer[int]):
    """Counts requests by key. Other processes see them after ``INTERVAL``, or later while the database is away."""

    INTERVAL = 2.0
    MAX_KEYS = 2_000

    def __init__(self) -> None:
        super().__init__(self.save_counts)
        self._totals: LRUCache[str, int] = LRUCache(20_000)
        self._flushing = threading.Lock()

    def increment(self, key: str, expires_at: int) -> int:
        """Count a request and return how many there were in this period, as far as is known."""
        self.add(key, expires_at)
        with self._lock:
            pending = self._counts.get(key)
            return self._totals.get(key, 0) + (pending.number if pending else 0)

    def flush(self) -> None:
        """Write the counts, one thread at a time: while the database is locked the others serve visitors."""
        if not self._flushing.acquire(blocking=False):
            return
        token = current_timeouts.set(DatabaseTimeouts(client_timeout=1.5))
        try:
            super().flush()
        finally:
            current_timeouts.reset(token)
            self._flushing.release()

    def clear(self) -> None:
        super().clear()
        self._totals.clear()

    def _take(self) -> dict[str, Count[int]]:
        counts = super()._take()
        with self._lock:  # before they are written, so that this process goes on counting if the database is away
            for key, count in counts.items():
                self._totals[key] = self._totals.get(key, 0) + count.number
        return counts

    def save_counts(self, counts: dict[str, Count[int]]) -> None:
        totals = add_counts([(key, count.number, count.detail or 0) for key, count in counts.items()])
        with self._lock:
            for key, total in totals.items():
                self._totals[key] = max(total, self._totals.get(key, 0))


buffer = SharedCounter()


def add_counts(rows: list[tuple[str, int, int]]) -> dict[str, int]:
    """Add to the counts of all processes: keys with numbers and the end of their period. Return the totals by key."""
    rows, totals = sorted(rows), {}  # sorted: no deadlocks
    with connection.cursor() as cursor:
        for batch in (rows[start : start + BATCH_SIZE] for start in range(0, len(rows), BATCH_SIZE)):
            sql = _ADD_COUNTS.format(", ".join(["(%s, %s, %s)"] * len(batch)))
            cursor.execute(sql, [value for row in batch for value in row])
            totals.update(cursor.fetchall())
    return totals


def build_key(request: HttpRequest, name: str, scope: str, seconds: int) -> tuple[str, int]:
    """Return the key of the counter for a request, which is a digest, and the end of its period."""
    period = int(time.time()) // seconds
    network = get_client_network(request) if scope == "address" else ""
    digest = salted_hmac("mysite.rate_limits", f"{network}:{period}").hexdigest()[:24]
    return f"{name}:{scope}:{digest}", (period + 1) * seconds


def count_request(request: HttpRequest, name: str) -> RateLimited | None:
    """Count a request of a kind; return ``RateLimited`` if it exceeds a limit, else None.

    One network cannot exhaust the limit of the site: what its own limit refuses is not counted for the site.
    """
    for scope, setting in LIMITS[name].items():
        number, seconds = parse_rate(getattr(settings, setting))
        key, expires_at = build_key(request, name, scope, seconds)
        is_over = buffer.increment(key, expires_at) > number
        if is_over and not (scope == "site" and name == "sign_in" and _is_known(request)):
            return RateLimited(max(1, expires_at - int(time.time())))
    return None


def parse_rate(rate: str) -> tuple[int, int]:
    """Return number and seconds of a rate such as ``20/h`` or ``100/2d``."""
    number, _slash, period = rate.partition("/")
    return int(number), int(period[:-1] or 1) * SECONDS[period[-1]]


def _is_known(request: HttpRequest) -> bool:
    """Return whether an account has signed in from this network: attacks from elsewhere do not keep editors out."""
    return AccessLog.objects.filter(ip_address=get_client_network(request)).exists()


def get_kind(request: HttpRequest) -> str | None:
    """Return the kind of request that a view serves, if it has limits."""
    view_name = request.resolver_match.view_name if request.resolver_match else None
    if view_name in SEARCH_VIEWS:
        return "search"
    if view_name in SIGN_IN_VIEWS:
        return "sign_in" if request.method == "POST" else None
    return "feeds" if request.path_info.endswith(FEED_PATHS) else None


class RateLimitMiddleware:
    """Responds with 429 to searches, sign-ins and requests for feeds beyond the limits.

    The page cache and nginx answer before it, so only what has to be computed counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        kind = get_kind(request)
        limited = count_request(request, kind) if kind else None
        return respond(request, limited) if limited else None


def respond(request: HttpRequest, limited: RateLimited) -> HttpResponse:
    """Return 429 in the language of the URL; as JSON for suggestions."""
    response: HttpResponse
    if request.resolver_match and request.resolver_match.view_name == "suggestions":
        response = JsonResponse({"suggestions": [], "message": gettext("Too many requests")})
    else:
        response = HttpResponse(render_to_string("429.html", {"minutes": limited.minutes_to_wait}))
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(limited.seconds_to_wait)
    response["Cache-Control"] = "no-store"
    return response


@receiver(scheduler_round)
def delete_expired_counts(**kwargs: Any) -> None:
    RateLimitCount.objects.filter(expires_at__lt=time.time()).delete()
