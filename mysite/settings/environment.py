"""Typed reads from the environment, and one clear refusal when something needed is missing."""

from typing import cast
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate

#: So many in so much time: 20/h, 100/2d.
RATE = validate.Regexp(r"^\d+/([1-9]\d*)?[smhd]\Z", error="must look like 20/h: a number, a slash, and s, m, h or d")


def site_address(url: str) -> tuple[str, str, int]:
    """Split a public address into scheme, host and port; raise ``ImproperlyConfigured`` if it is not one."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise ImproperlyConfigured(f"SITE_URL is not an address: {url!r} ({error})") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"SITE_URL must look like https://portal.example, without a path; it is {url!r}")
    return parts.scheme, parts.hostname, port


def refuse_if_incomplete(env: Env) -> None:
    """Raise ``ImproperlyConfigured`` naming every variable read from ``env`` that is missing or malformed."""
    try:
        env.seal()
    except EnvValidationError as error:
        reasons = cast("dict[str, list[str]]", error.error_messages)
        problems = "; ".join(f"{name}: {', '.join(map(str, reasons[name]))}" for name in sorted(reasons))
        raise ImproperlyConfigured(f"The environment is incomplete. {problems} (see docs/settings.md)") from error
