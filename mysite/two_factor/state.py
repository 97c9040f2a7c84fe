"""Whether an account needs a second factor, and whether the session has given it."""

from typing import Any, NamedTuple

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from mysite.models import User

#: The session's key for the primary key of the device with which it was verified.
SESSION_KEY = "two_factor_device"


class TwoFactorState(NamedTuple):
    """The device of an account, and whether one of its groups requires one."""

    device: int | None
    is_required: bool

    @classmethod
    def read(cls, user: Any) -> "TwoFactorState":
        """Return the state of ``user``, with one query."""
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True).order_by("pk")
        # A role in a section is a group of its own, for which the requirement of the role holds.
        is_member = Q(user=OuterRef("pk")) | Q(section_roles__group__user=OuterRef("pk"))
        groups = Group.objects.filter(is_member, two_factor__isnull=False)
        rows = User.objects.filter(pk=user.pk).values_list(Subquery(devices.values("pk")[:1]), Exists(groups))
        device, is_required = rows.first() or (None, False)
        return cls(device, is_required)

    @property
    def needs_second_factor(self) -> bool:
        return self.device is not None or self.is_required


def get_verified_user(request: HttpRequest) -> Any:
    """Return the session's user, or an anonymous one until a required second factor was given.

    So nothing but the pages of ``mysite.two_factor.views`` needs to know of sessions with a password alone.
    """
    user = get_user(request)
    if not user.is_authenticated:
        return user
    state = TwoFactorState.read(user)
    device = request.session.get(SESSION_KEY)
    if not state.needs_second_factor or (state.device is not None and state.device == device):
        return user
    request.pending_user = user
    return AnonymousUser()


def get_pending_user(request: HttpRequest) -> Any:
    """Return the account whose password was given in this session, but not yet its second factor; None otherwise."""
    if request.user.is_authenticated:
        return None
    return getattr(request, "pending_user", None)


def mark_verified(request: HttpRequest, user: Any, device: TOTPDevice) -> None:
    """Let the session, under a new key, act as ``user``."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = device.pk
    rotate_token(request)
    request.user = user
