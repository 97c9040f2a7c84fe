"""Formatters of log lines without personal data, and the id of the request that a line is about.

gunicorn imports them before Django is set up (``mysite/settings/logs.py``).
"""

import logging
import re
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

#: The id of the request that this thread serves.
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="-")

#: The fields of a JSON line. Others, such as the request itself, may contain personal data.
FIELDS = ("timestamp", "level", "logger", "request_id", "message", "exc_info")

#: Longer texts are cut. The expressions have limits too, so that hostile text takes no time.
MAX_LENGTH = 20_000
_REPLACEMENTS = [
    # What PostgreSQL says about a refused row is the row itself.
    (re.compile(r"\bDETAIL:.*?(?=\n(?:HINT:|CONTEXT:|\nThe above|\nDuring)|\Z)", re.S), "DETAIL: …"),
    (re.compile(r"[^\s/?&=<>'\"(:;,@]{1,64}(?:@|%40)[\w.-]{1,255}"), "…@…"),
    (re.compile(r"(?<=[\w/])\?[^\s'\"<>)]+"), "?…"),
    (re.compile(r"(/(?:duyet-bai|approval|password_reset/confirm)/)[^\s'\"?]+"), r"\1…"),
    (re.compile(r"(?<![\d.])(?!127\.|0\.0\.0\.0)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?!\.?\d)"), r"\1.…"),
    (re.compile(r"(?<![\w:])((?:[0-9a-f]{1,4}:){2})(?:[0-9a-f]{0,4}:){1,5}[0-9a-f]{0,4}(?![\w:])", re.I), r"\1…"),
    (re.compile(r"(?<![\w-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ .-]?\d){8,20}(?!\w)"), "…"),
]


def remove_personal_data(text: str) -> str:
    """Replace e-mail addresses, query strings, secret paths, IP addresses, rows and long numbers."""
    text = text[:MAX_LENGTH]
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text


class TextFormatter(logging.Formatter):
    """One line of text."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = remove_personal_data(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return remove_personal_data(super().formatException(ei))


class PrivateJSONFormatter(JsonFormatter):
    """One line of JSON with ``FIELDS`` only."""

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger"}
        super().__init__(["levelname", "name", "message"], rename_fields=names, timestamp=True, json_ensure_ascii=False)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        log_data["request_id"] = current_request_id.get()
        for name in ("message", "exc_info"):
            if log_data.get(name):
                log_data[name] = remove_personal_data(str(log_data[name]))
        return {name: log_data[name] for name in FIELDS if name in log_data}
