"""Rate limits of the contact forms, per IP address and for the whole site."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage


@dataclass(frozen=True)
class RateLimited:
    """The rate limit is exceeded; says how long to wait."""

    seconds_to_wait: int

    @property
    def minutes_to_wait(self) -> int:
        return max(1, -(-self.seconds_to_wait // 60))


def check_rate_limits(request: HttpRequest) -> RateLimited | None:
    """Count a message that is about to be stored; return ``RateLimited`` if it exceeds a limit, else None.

    One IP address cannot exhaust the site's limit: a message rejected by the first limit is not counted for the second.
    While the cache is down nothing is counted and every message is accepted (``RATELIMIT_FAIL_OPEN``).
    """
    for group, key, rate in (
        ("contact-address", "ip", settings.CONTACT_LIMIT_PER_ADDRESS),
        ("contact-site", lambda group, request: group, settings.CONTACT_LIMIT_PER_SITE),
    ):
        usage = get_usage(request, group=group, key=key, rate=rate, increment=True)
        if usage and usage["should_limit"]:
            return RateLimited(max(0, usage["time_left"]))
    return None
