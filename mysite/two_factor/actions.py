"""Setting up, verifying and removing the second factor of an account."""

import hashlib
import re
import secrets
import time
from typing import Any

from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log

from mysite.audit import Action
from mysite.models import RecoveryCode, User

RECOVERY_CODES = 10
#: Digits only, so that phones show their keypad for both kinds of codes; 66 bits, which nobody guesses from a hash.
RECOVERY_CODE_LENGTH = 20
_APP_CODE = re.compile(r"[0-9]{6}")
_RECOVERY_CODE = re.compile(rf"[0-9]{{{RECOVERY_CODE_LENGTH}}}")


def normalize_code(text: str) -> str:
    """Return the code without the spaces and dashes with which apps and people write it."""
    return re.sub(r"[\s\-]+", "", text)


def is_app_code(code: str) -> bool:
    return bool(_APP_CODE.fullmatch(code))


@transaction.atomic
def set_up(*, user: Any, key: str, code: str) -> TOTPDevice | None:
    """Store the app's secret ``key`` if ``code`` was made with it; None if it was not, or there is a device."""
    User.objects.select_for_update().get(pk=user.pk)
    if not is_app_code(code) or TOTPDevice.objects.filter(user=user).exists():
        return None
    device = TOTPDevice(user=user, name=user.get_username(), key=key)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    if not totp.verify(int(code), device.tolerance):
        return None
    device.last_t, device.drift = totp.t(), totp.drift  # the code cannot be used again
    device.save()
    log(instance=user, action=Action.TWO_FACTOR_SET_UP, user=user)
    return device


@transaction.atomic
def verify(*, user: Any, code: str) -> TOTPDevice | None:
    """Return the device of ``user`` if ``code`` is one of its app, or a recovery code; neither is accepted twice."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).order_by("pk").first()
    if device is None:
        return None
    if is_app_code(code):
        return device if device.verify_token(code) else None
    if not _RECOVERY_CODE.fullmatch(code):
        return None
    deleted, _models = RecoveryCode.objects.filter(user=user, digest=_hash(user, code)).delete()
    if not deleted:
        return None
    device.throttle_reset()
    log(instance=user, action=Action.RECOVERY_CODE_USED, user=user)
    return device


def get_wait(user: Any) -> int:
    """Return the seconds until the next code of the app is accepted; each wrong code doubles them."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()
    if device is None:
        return 0
    is_allowed, reason = device.verify_is_allowed()
    if is_allowed:
        return 0
    remaining = reason["locked_until"].timestamp() - time.time()
    return max(1, -int(-remaining // 1))


@transaction.atomic
def create_recovery_codes(*, user: Any) -> list[str]:
    """Replace the recovery codes of ``user``. Only their hashes are stored."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [
        f"{secrets.randbelow(10**RECOVERY_CODE_LENGTH):0{RECOVERY_CODE_LENGTH}}" for _number in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_hash(user, code)) for code in codes)
    log(instance=user, action=Action.RECOVERY_CODES_CREATED, user=user)
    return [" ".join(re.findall("....", code)) for code in codes]


@transaction.atomic
def remove(*, user: Any, action: str) -> None:
    """Remove the device and the recovery codes of ``user``."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    log(instance=user, action=action)


@transaction.atomic
def reset(*, user: Any) -> None:
    """Remove the second factor of somebody who has lost it, and end the sessions of the account."""
    remove(user=user, action=Action.TWO_FACTOR_RESET)
    user.end_sessions()


def _hash(user: Any, code: str) -> str:
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
