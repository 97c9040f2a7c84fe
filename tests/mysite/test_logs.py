"""Logs: JSON without personal data, an id for each request, slow queries without values, error reports."""

import json
import logging
import logging.config
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from gzip import decompress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import brotli
import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection
from django.test import Client

from mysite.http.request_id import get_request_id
from mysite.logs import PrivateJSONFormatter, TextFormatter, current_request_id, remove_personal_data
from mysite.models import User
from mysite.settings.logs import build_logging
from mysite.slow_queries import log_slow_query
from tests.support.wsgi_client import request as send

LOGGER = logging.getLogger("tests.logs")

PERSONAL = [
    ("from an.nguyen@truong.edu.vn to <b@c.example>", "an.nguyen b@c truong"),
    ("GET /tim-kiem/?q=nguyen+van+an HTTP/1.1", "nguyen"),
    ("Not Found: /en/search/?q=%C4%91i%E1%BB%83m&page=2", "page=2 q="),
    ("client 203.0.113.77, port 1", "113.77"),
    ("client [2001:db8:1:2::abcd]:443", "abcd"),
    ("client 2001:db8:1:2:3:4:5:6", "3:4:5"),
    ("Key (email)=(a@b.example) already exists", "a@b"),
    ('null value\nDETAIL:  Failing row contains (7, Nguyễn Văn An,\n "x").\n\nThe above exception', "Nguyễn"),
    ("call 0912 345 678 or +84912345678 or 079204001234", "345 4912345 9204"),
    ("GET /duyet-bai/eyJhbGciOi:1abc:Xy_z/ban-nhap/", "eyJh Xy_z"),
    ("/admin/password_reset/confirm/MQ/c5x-abcdef/", "abcdef MQ"),
    ("%40: an%40truong.example", "truong"),
]


@pytest.mark.parametrize(("text", "secrets"), PERSONAL)
def test_personal_data_is_removed(text: str, secrets: str) -> None:
    cleaned = remove_personal_data(text)
    assert [secret for secret in secrets.split() if secret in cleaned] == []
    assert "…" in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Listening at: http://127.0.0.1:8000 (1234)",
        'File "/app/mysite/logs.py", line 120, in format',
        "2026-11-29 07:56:07,330 Django 5.2.19 took 1234 ms",
        "Is it ready? Yes",
        "Key (slug, locale_id)=(tin-tuc, 1) already exists; see 0x7f280031e310",
        "/tin-tuc/le-khai-giang-nam-hoc-2019-2020/",
    ],
)
def test_other_text_is_kept(text: str) -> None:
    assert remove_personal_data(text) == text


def test_hostile_text_takes_linear_time() -> None:
    started = time.process_time()
    for part in ("a", "1 ", "a@", "1.", "ab:", "/?", "DETAIL:", "0-"):
        remove_personal_data(part * 50_000)
    assert time.process_time() - started < 2


def make_record(message: str, *args: Any, **extra: Any) -> logging.LogRecord:
    record = LOGGER.makeRecord("tests.logs", logging.ERROR, __file__, 1, message, args, None, extra=extra)
    try:
        raise IntegrityError("duplicate key\nDETAIL:  Key (email)=(an@truong.example) already exists.")
    except IntegrityError:
        record.exc_info = sys.exc_info()
    return record


@pytest.mark.parametrize("formatter", [PrivateJSONFormatter(), TextFormatter()])
def test_lines_have_traceback_and_nothing_personal(rf, formatter: logging.Formatter) -> None:
    request = rf.get("/tim-kiem/?q=diem+thi", REMOTE_ADDR="203.0.113.77")
    record = make_record("Failed for %s: %s", "an@truong.example", "Đề thi", request=request, body="mật khẩu")
    line = formatter.format(record)
    assert "IntegrityError" in line
    assert "test_logs.py" in line
    assert "Đề thi" in line
    assert [text for text in ("truong", "diem", "113.77", "mật khẩu") if text in line] == []
    assert record.exc_info  # left to the other handlers


def test_json_is_one_line_with_known_fields() -> None:
    token = current_request_id.set("abc-12345")
    try:
        line = PrivateJSONFormatter().format(make_record('two\nlines "quoted" \x00 %s', "\ud800"))
    finally:
        current_request_id.reset(token)
    assert "\n" not in line
    entry = json.loads(line)
    assert list(entry) == ["timestamp", "level", "logger", "request_id", "message", "exc_info"]
    assert entry["request_id"] == "abc-12345"
    assert entry["level"] == "ERROR"
    line.encode("utf-8", "backslashreplace")


def test_configuration_is_valid_for_gunicorn_too() -> None:
    script = """
import logging, logging.config
from mysite.settings.logs import build_logging
logging.config.dictConfig(build_logging("INFO", "json"))
logging.getLogger("gunicorn.error").info("Starting gunicorn")
import sys; assert "sentry_sdk" not in sys.modules
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert json.loads(done.stderr)["message"] == "Starting gunicorn"
    assert build_logging("INFO", "text")["handlers"]["console"]["formatter"] == "text"


# --- Request id


@pytest.mark.django_db
def test_every_response_has_an_id_of_its_own(settings) -> None:
    ids = [send(path).headers["X-Request-ID"] for path in ("/", "/", "/khong-co/", "/healthz/live", "/static/x.css")]
    ids.append(send("/", CONTENT_TYPE="text/html; charset=utf-16").headers["X-Request-ID"])
    assert len(set(ids)) == 6
    assert send("/", HTTP_X_REQUEST_ID="from-a-visitor").headers["X-Request-ID"] != "from-a-visitor"
    settings.TRUSTED_PROXIES = 1
    assert send("/", HTTP_X_REQUEST_ID="from-a-proxy_1").headers["X-Request-ID"] == "from-a-proxy_1"
    assert current_request_id.get() == "from-a-proxy_1"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "x\r\nSet-Cookie: a=b", "<script>aaaaaa", "đề-thi-lớp-10"])
def test_malformed_ids_are_replaced(settings, given: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert len(get_request_id({"HTTP_X_REQUEST_ID": given})) == 32


# --- Slow queries


@pytest.mark.django_db
def test_slow_queries_are_logged_without_values(settings, caplog) -> None:
    assert log_slow_query in connection.execute_wrappers
    settings.SLOW_QUERY_MS = 0.000001
    User.objects.filter(email="an@truong.example").exists()
    slow = [record.getMessage() for record in caplog.records if record.name == "mysite.slow_queries"]
    assert len(slow) == 1
    assert "mysite_user" in slow[0]
    assert "truong" not in slow[0]
    settings.SLOW_QUERY_MS = 10_000
    User.objects.exists()
    assert len([record for record in caplog.records if record.name == "mysite.slow_queries"]) == 1


# --- Error reports


class Receiver(BaseHTTPRequestHandler):
    """Keeps the bodies of what a Sentry client sends."""

    bodies: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        encoding = self.headers.get("Content-Encoding", "")
        self.bodies.append({"gzip": decompress, "br": brotli.decompress}.get(encoding, bytes)(body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[HTTPServer]:
    Receiver.bodies = []
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


SCRIPT = """
import django, logging, sys
django.setup()
from django.test import Client
from django.urls import path
from mysite import urls
def fail(request):
    password = "bí mật"
    raise ValueError("for an@truong.example at 203.0.113.77")
urls.urlpatterns.insert(0, path("fail/", fail))
client = Client(raise_request_exception=False)
cookies = {"HTTP_COOKIE": "portal_session=geheim", "HTTP_AUTHORIZATION": "Bearer geheim"}
client.post("/fail/?q=diem+thi", {"noi_dung": "lời nhắn"}, REMOTE_ADDR="203.0.113.77", **cookies)
logging.getLogger("portal").error("cannot mail %s", "binh@truong.example")
if "sentry_sdk" in sys.modules:
    sys.modules["sentry_sdk"].flush(10)
print("sentry_sdk" in sys.modules)
"""


def run_portal(tmp_path: Any, **environment: str) -> str:
    (tmp_path / "static").mkdir()
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.support.servers_settings",
        "SECRET_KEY": "k" * 50,
        "SITE_URL": "http://testserver",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": ":".join(sys.path),
        **environment,
    }
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(
        command, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for line in done.stderr.splitlines():
        assert json.loads(line)["logger"], line
    assert "truong" not in done.stderr
    return done.stdout.strip()


def test_error_reports_are_sent_without_visitors(receiver: HTTPServer, tmp_path: Any) -> None:
    assert run_portal(tmp_path, SENTRY_DSN=f"http://key@127.0.0.1:{receiver.server_port}/1") == "True"
    text = b"\n".join(Receiver.bodies).decode()
    assert "ValueError" in text
    assert "/fail/" in text
    assert "cannot mail" in text
    leaked = ("truong", "113.77", "diem", "lời nhắn", "geheim", "bí mật", "portal_session", "\\u1eddi nh")
    assert [secret for secret in leaked if secret in text] == []


def test_nothing_is_imported_or_sent_without_the_setting(receiver: HTTPServer, tmp_path: Any) -> None:
    assert run_portal(tmp_path) == "False"
    assert Receiver.bodies == []


@pytest.mark.django_db
def test_request_id_is_in_the_line_of_an_error(client: Client, caplog) -> None:
    caplog.handler.setFormatter(PrivateJSONFormatter())
    sent = send("/khong-co-trang-nay/?q=diem")
    lines = [json.loads(line) for line in caplog.text.splitlines() if "khong-co" in line]
    assert [line["request_id"] for line in lines] == [sent.headers["X-Request-ID"]] * len(lines)
    assert lines
    assert "diem" not in caplog.text
