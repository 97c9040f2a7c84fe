"""The health checks on their own port answer while every worker thread is taken and whatever hangs."""

import http.client
import os
import socket
import threading
import time
from contextlib import ExitStack, closing

import psycopg
import pytest

from mysite.http import health
from tests.support.servers import PATIENCE, PostgresServer, free_port, run_portal

#: A container's health check fails after this many seconds.
LIMIT = 3


def send(port: int, path: str, method: str = "GET") -> tuple[int, bytes, float]:
    """Return status, body and the seconds they took."""
    started = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path)
        response = connection.getresponse()
        body = response.read()
    return response.status, body, time.monotonic() - started


def is_silent(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=1)) as connection:
        connection.request("GET", "/healthz/live")
        try:
            connection.getresponse()
        except TimeoutError:
            return True
    return False


def test_responds_while_every_worker_thread_is_taken(tmp_path):
    health_port = free_port()
    environment = {"HEALTH_BIND": f"127.0.0.1:{health_port}", "WEB_THREADS": "2"}
    with run_portal(tmp_path, **environment) as (port, _worker), ExitStack() as slow_clients:
        for _ in range(6):
            client = slow_clients.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert is_silent(port)
        status, body, seconds = send(health_port, "/healthz/live")
        assert (status, body) == (200, b"ok\n")
        assert seconds < LIMIT
        # The database of this folder is empty, which is an answer too.
        status, body, seconds = send(health_port, "/healthz/ready")
        assert (status, body) == (503, b"the database is not available\n")
        assert seconds < LIMIT


def test_serves_nothing_but_health_checks(tmp_path):
    health_port = free_port()
    with run_portal(tmp_path, HEALTH_BIND=f"127.0.0.1:{health_port}"):
        assert send(health_port, "/healthz/live", "HEAD")[:2] == (200, b"")
        assert send(health_port, "/healthz/live", "POST")[0] == 501
        for path in ("/", "/admin/", "/healthz/", "/healthz/live/", "/healthz/../admin/"):
            assert send(health_port, path)[0] == 404, path
        with socket.create_connection(("127.0.0.1", health_port)) as client:
            client.sendall(b"\x00\xff not HTTP\r\n\r\n")
            assert b"400" in client.recv(4096)
        assert send(health_port, "/healthz/live")[0] == 200


@pytest.mark.postgres_server
def test_frozen_database_is_not_ready_within_limit(tmp_path):
    server = PostgresServer()
    health_port = free_port()
    try:
        with psycopg.connect(server.url, autocommit=True) as database:
            database.execute("CREATE TABLE django_migrations AS SELECT 1 AS id")
        with run_portal(tmp_path, server.url, HEALTH_BIND=f"127.0.0.1:{health_port}") as (port, _worker):
            assert send(health_port, "/healthz/ready")[0] == 200
            server.freeze()
            for checked in (health_port, port, health_port):
                status, _, seconds = send(checked, "/healthz/ready")
                assert status == 503
                assert seconds < LIMIT
            assert send(health_port, "/healthz/live")[0] == 200
            server.thaw()
            deadline = time.monotonic() + PATIENCE
            while send(health_port, "/healthz/ready")[0] != 200:
                assert time.monotonic() < deadline
    finally:
        server.stop()


def test_hanging_check_holds_one_thread(monkeypatch):
    """A disk or name server that hangs has no timeout of its own."""
    monkeypatch.setattr(health, "READY_TIMEOUT", 0.2)
    release = threading.Event()
    checks = []

    def hang() -> bool:
        checks.append(os.getpid())
        return release.wait(PATIENCE)

    monkeypatch.setattr(health, "is_database_available", hang)
    assert [health.ready().status_code for _ in range(5)] == [503] * 5
    assert len(checks) == 1
    release.set()
    deadline = time.monotonic() + PATIENCE
    while health.ready().status_code != 200:
        assert time.monotonic() < deadline
