"""The response to a locked-out sign-in attempt."""

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .handler import CODE_PREFIX, RESTRICTION_PREFIX, Credentials


def lockout_response(request: HttpRequest, response: HttpResponse | None, credentials: Credentials) -> HttpResponse:
    """Return 429 with a page that says how long to wait; it is the same whether or not the account exists."""
    username = get_client_username(request, credentials) or ""
    seconds = get_seconds_left(request, username)
    context = {"minutes": -(-seconds // 60), "is_account": not username.startswith(RESTRICTION_PREFIX)}
    context["is_code"] = username.startswith(CODE_PREFIX)
    locked_out = render(request, "locked_out.html", context, status=429)
    locked_out["Retry-After"] = str(seconds)
    locked_out["Cache-Control"] = "no-store"
    return locked_out


def get_seconds_left(request: HttpRequest, username: str) -> int:
    """Return the seconds until the lock of the account, or else of the IP address, expires."""
    cool_off = get_cool_off(request)
    assert cool_off is not None  # noqa: S101  for the type checker: the settings have one
    attempts = AccessAttempt.objects.filter(ip_address=request.axes_ip_address)
    account_attempts = attempts.filter(username=username)
    latest = (
        (account_attempts if account_attempts.exists() else attempts)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    remaining = cool_off - (timezone.now() - latest) if latest else cool_off
    return max(1, min(int(remaining.total_seconds()), int(cool_off.total_seconds())))
