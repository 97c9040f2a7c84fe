"""nginx holds requests while the portal is being replaced, and repeats none that the portal may have carried out."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.proxies import ProxyFolder, proxy_folder, run_proxy, send_request
from tests.support.servers import free_port

pytestmark = pytest.mark.nginx

#: Seconds for which nobody listens.
PAUSE = 2.5


class RecordingPortal(ThreadingHTTPServer):
    """A stand-in for the portal that records the requests it gets."""

    allow_reuse_address = True

    def __init__(self, port: int, status: int = 200) -> None:
        super().__init__(("127.0.0.1", port), PortalRequestHandler)
        self.status = status
        self.requests: list[tuple[str, str, bytes, str]] = []


class PortalRequestHandler(BaseHTTPRequestHandler):
    server: RecordingPortal

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, self.path, body, self.headers["Host"]))
        self.send_response(self.server.status)
        if self.path.startswith("/media/"):
            self.send_header("X-Accel-Redirect", "/.media/file.txt")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def run_recording_portal(port: int, status: int = 200) -> Iterator[RecordingPortal]:
    with RecordingPortal(port, status) as portal:
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        yield portal
        portal.shutdown()


@pytest.fixture(scope="module")
def folder() -> Iterator[ProxyFolder]:
    with proxy_folder() as folder:
        (folder.media / "file.txt").write_text("a file")
        yield folder


@pytest.fixture
def ports(folder: ProxyFolder) -> Iterator[tuple[int, int]]:
    """The ports of nginx and of the portal, which does not run."""
    portal_port = free_port()
    with run_proxy(folder, portal_port, HOLD_TIME="20s") as port:
        yield port, portal_port


def test_requests_wait_until_the_portal_is_back(ports: tuple[int, int]) -> None:
    port, portal_port = ports
    session = {"Cookie": "portal_session=" + "s" * 32}
    requests: dict[str, Callable[[], object]] = {
        "GET /trang/": lambda: send_request(port, "/trang/?a=1&b=%2F"),
        "POST /gui/": lambda: send_request(port, "/gui/", method="POST", body=b"x" * 100_000),
        "GET /admin/": lambda: send_request(port, "/admin/", session),
        "POST /admin/sua/": lambda: send_request(port, "/admin/sua/", session, method="POST", body=b"luu"),
        "GET /media/file.txt": lambda: send_request(port, "/media/file.txt"),
    }
    with ThreadPoolExecutor() as threads:
        running = {name: threads.submit(request) for name, request in requests.items()}
        time.sleep(PAUSE)
        assert not any(future.done() for future in running.values())
        with run_recording_portal(portal_port) as portal:
            responses = {name: future.result() for name, future in running.items()}
    assert {name: response.status for name, response in responses.items()} == dict.fromkeys(requests, 200)
    assert responses.pop("GET /media/file.txt").body == b"a file"
    assert {response.body for response in responses.values()} == {b"ok"}
    assert sorted(f"{method} {path.partition('?')[0]}" for method, path, _, _ in portal.requests) == sorted(requests)
    assert {host for _, _, _, host in portal.requests} == {"testserver"}
    received = {path: body for _, path, body, _ in portal.requests}
    assert received["/gui/"] == b"x" * 100_000
    assert "/trang/?a=1&b=%2F" in received


def test_waiting_ends(folder: ProxyFolder) -> None:
    with run_proxy(folder, free_port(), HOLD_TIME="3s") as port:
        started = time.monotonic()
        response = send_request(port, "/trang/")
        assert response.status == 502
        assert "Cổng thông tin tạm thời gián đoạn" in response.body.decode()
        assert 2 < time.monotonic() - started < 12
        assert send_request(port, "/healthz/ready").status == 502


@pytest.mark.parametrize("status", [500, 503])
def test_error_of_the_portal_is_not_repeated(ports: tuple[int, int], status: int) -> None:
    port, portal_port = ports
    with run_recording_portal(portal_port, status) as portal:
        started = time.monotonic()
        assert send_request(port, "/trang/").status == 502
        assert send_request(port, "/gui/", method="POST", body=b"x").status == status
        assert time.monotonic() - started < 2
        assert len(portal.requests) == 2


@pytest.mark.parametrize(("method", "attempts"), [("GET", 2), ("POST", 1)])
def test_broken_connection_is_repeated_once_if_that_is_safe(ports: tuple[int, int], method: str, attempts: int) -> None:
    """The portal may have carried out the request; one that crashes it must not do so again and again."""
    port, portal_port = ports
    received = []
    with socket.create_server(("127.0.0.1", portal_port)) as listener:

        def break_connections() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                received.append(connection.recv(65536))
                connection.close()

        threading.Thread(target=break_connections, daemon=True).start()
        response = send_request(port, "/gui/", method=method, body=b"x" if method == "POST" else None)
        assert response.status == 502
        assert "Cổng thông tin tạm thời gián đoạn" in response.body.decode()
        listener.shutdown(socket.SHUT_RDWR)
    assert len(received) == attempts


def test_visitors_cannot_reach_files_by_header(ports: tuple[int, int]) -> None:
    port, portal_port = ports
    with run_recording_portal(portal_port) as portal:
        for headers in ({"X-Accel-Redirect": "/.media/file.txt"}, {"X-Request-ID": "a" * 5000}):
            assert send_request(port, "/trang/", headers).body == b"ok"
        assert len(portal.requests) == 2
