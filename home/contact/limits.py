"""How many messages the contact forms take, from one address and from all together."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage


@dataclass(frozen=True)
class Refusal:
    """One message too many."""

    seconds_to_wait: int

    @property
    def minutes_to_wait(self) -> int:
        return max(1, -(-self.seconds_to_wait // 60))


def count_message(request: HttpRequest) -> Refusal | None:
    """Count a message that is about to be stored; say so if it is one too many.

    One address cannot use up what all have together: what its own limit refuses is not counted for the site. A cache
    that is down counts nothing, and then the form takes everything (``RATELIMIT_FAIL_OPEN``).
    """
    for group, key, rate in (
        ("contact-address", "ip", settings.CONTACT_LIMIT_PER_ADDRESS),
        ("contact-site", lambda group, request: group, settings.CONTACT_LIMIT_PER_SITE),
    ):
        usage = get_usage(request, group=group, key=key, rate=rate, increment=True)
        if usage and usage["should_limit"]:
            return Refusal(max(0, usage["time_left"]))
    return None
