"""The configuration of Python's ``logging``, also for gunicorn before Django is set up."""

from typing import Any


def build_logging(level: int | str, log_format: str) -> dict[str, Any]:
    """Return a configuration that writes everything to standard error, as ``json`` or ``text``."""
    formatters = {
        "text": {
            "()": "mysite.logs.TextFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "mysite.logs.PrivateJSONFormatter"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "filters": {"one_line": {"()": "mysite.http.bad_requests.DropTracebackFilter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": log_format, "filters": ["one_line"]},
        },
        "root": {"handlers": ["console"], "level": level},
        # These loggers write a line per indexed row or sign-in attempt at INFO.
        "loggers": {name: {"level": "WARNING"} for name in ("axes", "django_tasks", "wagtail")},
    }
