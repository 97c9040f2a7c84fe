"""The access log of nginx names nobody, and has the id that the portal and the visitor see."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.test import override_settings

from tests.support.proxies import proxy_folder, run_proxy, send_request
from tests.support.servers import PATIENCE, run_gunicorn_for_test, separate_database

pytestmark = pytest.mark.nginx


@pytest.fixture(scope="module", params=["1", "2"])
def proxy(django_db_blocker, request) -> Iterator[tuple[int, Path, str]]:
    """The port of nginx, its access log, and the number of trusted proxies."""
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        portal = stack.enter_context(run_gunicorn_for_test(TRUSTED_PROXIES=request.param))
        port = stack.enter_context(run_proxy(folder, portal, TRUSTED_PROXIES=request.param))
        yield port, folder.path / "run" / "access.log", request.param


def read_line(log: Path, request_id: str) -> dict[str, str]:
    """Return the line of a request, which nginx writes after the response."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for line in reversed(log.read_text(encoding="utf-8").splitlines()):
            if request_id in line:
                return json.loads(line)
        time.sleep(0.05)
    raise AssertionError("The request is not in the log")


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/tim-kiem/?q=nguyen+van+an&email=a@b.example", "/tim-kiem/"),
        ("/duyet-bai/eyJhbGciOi:secret/", "/duyet-bai/…"),
        ("/en/approval/eyJhbGciOi:secret/draft/?x=secret", "/en/approval/…"),
        ("/admin/password_reset/confirm/MQ/secret/", "/admin/password_reset/confirm/…"),
        ('/"quoted"\\/%22/', '/"quoted"\\/%22/'),
        ("/?q=secret", "/"),
        ("/static/khong-co.css?secret", "/static/khong-co.css"),
    ],
)
def test_log_has_no_query_no_secret_and_no_address(proxy: tuple[int, Path, str], path: str, logged: str) -> None:
    port, log, _proxies = proxy
    response = send_request(
        port, path, {"User-Agent": "secret", "Referer": "https://secret.example/", "Cookie": "a=secret"}
    )
    line = read_line(log, response.headers["X-Request-ID"])
    assert line["path"] == logged
    assert line["network"] == "127.0.0.0"
    assert line["status"] == str(response.status)
    assert "secret" not in json.dumps(line)
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert response.headers.get_all("X-Request-ID") == [line["request_id"]]


def test_stored_pages_have_ids_of_their_own(proxy: tuple[int, Path, str]) -> None:
    port, _log, _proxies = proxy
    responses = [send_request(port, "/?trang=1") for _ in range(3)]
    assert len({response.headers["X-Request-ID"] for response in responses}) == 3


def test_id_of_a_visitor_is_replaced_and_that_of_a_proxy_kept(proxy: tuple[int, Path, str]) -> None:
    port, _log, proxies = proxy
    sent = send_request(port, "/healthz/live", {"X-Request-ID": "given-12345"}).headers["X-Request-ID"]
    assert (sent == "given-12345") == (proxies == "2")
    for hostile in ("a b", "<script>alert</script>", "x" * 65, "short"):
        assert send_request(port, "/healthz/live", {"X-Request-ID": hostile}).headers["X-Request-ID"] != hostile
