"""gunicorn finishes what it has received after SIGTERM, and refuses what comes later, so that nginx can hold it."""

import os
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.support.servers import PATIENCE, run_portal

REQUEST = b"GET /healthz/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def get_parent(process: int) -> int:
    return int(subprocess.run(["ps", "-o", "ppid=", "-p", str(process)], capture_output=True, check=True).stdout)


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def read_all(connection: socket.socket) -> bytes:
    """Return the response, and close the connection: gunicorn waits for that before it closes the next one."""
    connection.settimeout(PATIENCE)
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_requests_received_before_sigterm_get_responses(tmp_path: Path) -> None:
    with run_portal(tmp_path, WEB_THREADS="2") as (port, worker), ExitStack() as stack:
        # They wait in the socket, because the worker cannot accept them before it sees the signal.
        os.kill(worker, signal.SIGSTOP)
        waiting = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(20)]
        for connection in waiting:
            connection.sendall(REQUEST)
        os.kill(get_parent(worker), signal.SIGTERM)
        os.kill(worker, signal.SIGTERM)
        os.kill(worker, signal.SIGCONT)
        with ThreadPoolExecutor(len(waiting)) as threads:
            responses = list(threads.map(read_all, waiting))
        assert {response[:15] for response in responses} == {b"HTTP/1.1 200 OK"}


def test_connections_are_refused_while_requests_are_finished(tmp_path: Path) -> None:
    with run_portal(tmp_path, WEB_THREADS="2") as (port, worker):
        with socket.create_connection(("127.0.0.1", port)) as upload:
            upload.sendall(REQUEST[:-2])
            time.sleep(0.5)
            os.kill(get_parent(worker), signal.SIGTERM)
            deadline = time.monotonic() + PATIENCE
            while not is_refused(port):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            upload.sendall(REQUEST[-2:])
            assert read_all(upload).startswith(b"HTTP/1.1 200 OK")
        assert is_refused(port)
