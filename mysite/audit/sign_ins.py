"""Log entries about signing in and out.

A failed sign-in is logged if the account exists: what was typed in place of a name may be a password.
"""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.log_actions import log

from mysite.http.client_ip import get_client_ip
from mysite.lockout.handler import CODE_PREFIX
from mysite.models import User
from mysite.two_factor.state import TwoFactorState

from . import Action


def log_sign_in(user: Any, request: HttpRequest) -> None:
    _log(user, Action.SIGN_IN, request, user=user)


def log_failed_code(user: Any, request: HttpRequest) -> None:
    _log(user, Action.CODE_FAILED, request)


@receiver(user_logged_in)
def log_first_step(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Log a sign-in for which the password is enough; otherwise the second step does."""
    if not TwoFactorState.read(user).needs_second_factor:
        log_sign_in(user, request)


@receiver(user_logged_out)
def log_sign_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        _log(user, Action.SIGN_OUT, request, user=user)


@receiver(user_login_failed)
def log_failed_sign_in(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    if request is None or getattr(request, "axes_locked_out", False):
        return
    if user := _find_user(credentials.get("username")):
        _log(user, Action.SIGN_IN_FAILED, request)


@receiver(user_locked_out)
def log_lockout(request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    """Log the attempt that locks an account, but not those refused while it is locked."""
    if getattr(request, "axes_failures_since_start", None) and (user := _find_user(username)):
        _log(user, Action.SIGN_IN_LOCKED, request)


def _find_user(username: str | None) -> User | None:
    if not isinstance(username, str) or "\0" in username:
        return None
    if username.startswith(CODE_PREFIX):
        return User.objects.filter(pk=username.removeprefix(CODE_PREFIX)).first()
    return User.objects.filter(username=username).first()


def _log(subject: Any, action: Action, request: HttpRequest, **fields: Any) -> None:
    log(instance=subject, action=action, data={"address": get_client_ip(request)}, **fields)
