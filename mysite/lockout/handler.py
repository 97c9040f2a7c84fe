"""The django-axes handler: locks out by account and IP address together, by IP address, and by account."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext

from mysite.signals import password_changed

#: Prefix of the user name under which attempts at the password of a page or collection are counted. No account can
#: have it, because Django strips user names.
RESTRICTION_PREFIX = " "
#: The same for attempts at the second factor of an account, followed by its primary key.
CODE_PREFIX = f"{RESTRICTION_PREFIX}code "
#: The condition of attempts at the password of an account.
_ACCOUNT_ATTEMPTS = ~Q(username__startswith=RESTRICTION_PREFIX)

Credentials = dict[str, Any] | None


def get_code_username(user: Any) -> str:
    """Return the name under which wrong codes of the second factor are counted."""
    return f"{CODE_PREFIX}{user.pk}"


def get_failure_limit(request: HttpRequest, credentials: Credentials) -> int:
    """Return the number of wrong passwords allowed per account and IP address.

    Passwords of pages have a higher limit, because a whole class may share one address.
    """
    username = get_client_username(request, credentials) or ""
    if username.startswith(RESTRICTION_PREFIX) and not username.startswith(CODE_PREFIX):
        return int(settings.LOCKOUT_PAGE_LIMIT)
    return int(settings.LOCKOUT_LIMIT)


class LockoutHandler(AxesDatabaseHandler):
    """Counts by account and IP address together (``AXES_LOCKOUT_PARAMETERS``), and by each alone with a wider limit.

    The wider limits do not apply to an address from which the account has signed in before, so that neither a crowd
    behind one address nor an attack from many addresses locks users out at their usual place.
    """

    def get_failures(self, request: HttpRequest, credentials: Credentials = None) -> int:
        limit = get_failure_limit(request, credentials)
        failures = int(super().get_failures(request, credentials))
        username = get_client_username(request, credentials) or ""
        if failures >= limit or username.startswith(RESTRICTION_PREFIX):
            return failures
        recent_attempts = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        most_failures = max(
            _count_failures(recent_attempts.filter(username=username)),
            _count_failures(recent_attempts.filter(_ACCOUNT_ATTEMPTS, ip_address=request.axes_ip_address)),
        )
        if most_failures < settings.LOCKOUT_WIDE_LIMIT or _has_signed_in(username, request):
            return failures
        return limit


def _count_failures(attempts: QuerySet) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def _has_signed_in(username: str, request: HttpRequest) -> bool:
    """Return whether ``username`` has signed in from this IP address before."""
    return AccessLog.objects.filter(
        username=username,
        ip_address=request.axes_ip_address,
    ).exists()


class UnlockOnPasswordChange:
    """Unlocks an account when its password changes, and sends ``password_changed``.

    A password validator that accepts every password: Django notifies validators of changes.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Accept any password."""

    def password_changed(self, password: str, user: Any = None) -> None:
        if user is not None and user.get_username():  # django-axes would reset all accounts for an empty name
            AxesProxyHandler.reset_attempts(username=user.get_username())
            password_changed.send(sender=type(user), user=user)

    def get_help_text(self) -> str:
        return gettext("Changing the password also unlocks an account that is locked after wrong passwords.")
