"""A phone with an authenticator app, as tests need it."""

import time
from base64 import b32decode
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from mysite.models import User
from mysite.two_factor.actions import create_recovery_codes
from mysite.two_factor.groups import require_two_factor
from tests.support.contact_form import parse_response
from tests.support.editors import create_editor

PASSWORD = "mat-khau"
CODE_URL, SET_UP_URL = "/admin/two-factor/", "/admin/two-factor/set-up/"


def make_code(key: bytes, later: int = 0) -> str:
    """Return the app's code of now, or ``later`` half minutes from now; the portal accepts one before and after."""
    totp = TOTP(key)
    totp.time = time.time() + later * 30
    return f"{totp.token():06}"


def give_phone(user: User) -> TOTPDevice:
    """Set up the second factor of ``user`` without the screens."""
    return TOTPDevice.objects.create(user=user, name=user.username)


def give_recovery_codes(user: User) -> list[str]:
    return create_recovery_codes(user=user)


def sign_in_with_password(user: User, password: str = PASSWORD, **extra: str) -> Client:
    """Return a client in whose session the password was given."""
    client = Client(**extra)
    response = client.post(reverse("wagtailadmin_login"), {"username": user.username, "password": password})
    assert response.status_code == 302
    return client


def create_member() -> User:
    """Create an editor whose group requires two-factor sign-in."""
    user = create_editor(email="lan@example.org")
    require_two_factor(group=user.groups.get(), is_required=True)
    return user


def send_code(client: Client, code: str, **data: str) -> Any:
    return client.post(CODE_URL, {"code": code, **data})


def allow_next_code(user: User) -> None:
    """Let the wait after a wrong code pass."""
    failed_at = F("throttling_failure_timestamp") - timedelta(days=2)
    TOTPDevice.objects.filter(user=user).update(throttling_failure_timestamp=failed_at)


def read_secret(client: Client) -> bytes:
    """Return the secret that the set-up page shows."""
    text = parse_response(client.get(SET_UP_URL)).select_one(".two-factor__secret").text
    return b32decode(text.replace(" ", ""))


def is_signed_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200
