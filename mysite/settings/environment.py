"""Helpers for settings from environment variables."""

from typing import cast
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate

#: A validator for rate limits such as 20/h or 100/2d.
RATE_LIMIT = validate.Regexp(
    r"^\d+/([1-9]\d*)?[smhd]\Z", error="must look like 20/h: a number, a slash, and s, m, h or d"
)

#: A validator that rejects any value of ``BEHIND_PROXY``.
REPLACED_BY_TRUSTED_PROXIES = validate.Length(
    equal=0, error="is replaced by TRUSTED_PROXIES, the number of proxies: 1 behind one proxy, 2 behind two"
)


def parse_site_url(url: str) -> tuple[str, str, int]:
    """Split a site URL into scheme, host and port; raise ``ImproperlyConfigured`` if it is invalid."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise ImproperlyConfigured(f"SITE_URL is not a valid URL: {url!r} ({error})") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"SITE_URL must be a URL without a path, such as https://portal.example, not {url!r}"
        )
    return parts.scheme, parts.hostname, port


def check_environment(env: Env) -> None:
    """Raise ``ImproperlyConfigured`` naming every variable read from ``env`` that is missing or malformed."""
    try:
        env.seal()
    except EnvValidationError as error:
        reasons = cast("dict[str, list[str]]", error.error_messages)
        problems = "; ".join(f"{name}: {', '.join(map(str, reasons[name]))}" for name in sorted(reasons))
        raise ImproperlyConfigured(f"Invalid environment. {problems} (see docs/settings.md)") from error
