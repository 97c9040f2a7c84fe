"""Drills of clients: slow ones, and many that want the same page at once."""

import socket
import threading
import time
from contextlib import suppress

from drills.drill import Drill, Scene
from drills.people import Sample, visit
from drills.stack import THREADS

#: Twice the threads of gunicorn in ``compose.yaml``.
SLOW = 32
VISITORS = 60


def send_slowly(scene: Scene) -> None:
    """Open connections to nginx that send a byte every second, half of them in a body."""
    heads = [
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /gui-loi-nhan/1/ HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n",
    ]
    lines = open_lines(scene.stack.port, [heads[number % 2] for number in range(SLOW)])
    trickle(lines, scene.seconds)
    closed = sum(is_closed(line) for line in lines)
    scene.notes.append(f"{SLOW} slow connections, {closed} of them closed by nginx")
    for line in lines:
        line.close()


def send_slowly_without_nginx(scene: Scene) -> None:
    """Open as many connections to gunicorn itself as ``make run`` has threads; behind nginx stored pages are sent."""
    with scene.people.nothing_published_unread():
        lines = open_lines(scene.stack.portal_port, [b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "] * THREADS)
    trickle(lines, max(2, scene.seconds / 2))
    probe = open_lines(scene.stack.portal_port, [b"GET /healthz/live HTTP/1.0\r\n\r\n"])
    trickle(lines, max(2, scene.seconds / 2))
    verdict = "responds" if is_closed(probe[0]) else "is silent"
    scene.notes.append(f"without nginx the portal {verdict} while {THREADS} slow connections are open")
    for line in lines + probe:
        line.close()


def open_lines(port: int, heads: list[bytes]) -> list[socket.socket]:
    """Open a connection for each beginning of a request."""
    lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in heads]
    for line, head in zip(lines, heads, strict=True):
        line.sendall(head)
    return lines


def trickle(lines: list[socket.socket], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for line in lines:
            with suppress(OSError):  # closed by the server
                line.sendall(b"x")
        time.sleep(1)


def is_closed(line: socket.socket) -> bool:
    """Return whether the server has answered or closed the connection, although the request is not complete."""
    line.settimeout(0.01)
    try:
        line.recv(1)
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def request_cold_page(scene: Scene) -> None:
    """Let many visitors request one page at once that neither nginx nor the portal has stored."""
    path, responses = scene.content.pages[1], []
    barrier = threading.Barrier(VISITORS)
    query = f"?trang=1&lan={time.monotonic_ns()}"

    def request() -> None:
        barrier.wait()
        responses.append(visit(scene.stack.port, path + query))

    visitors = [threading.Thread(target=request) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    note_responses(scene, responses)
    time.sleep(scene.seconds)


def note_responses(scene: Scene, responses: list[Sample]) -> None:
    slowest = max(sample.seconds for sample in responses)
    misses = sum(sample.cache == "MISS" for sample in responses)
    statuses = sorted({sample.status for sample in responses})
    scene.notes.append(
        f"{len(responses)} requests: statuses {statuses}, {misses} reached the portal, slowest {slowest:.1f} s"
    )
    if statuses != [200]:
        scene.problems.append("not every visitor got the page")


DRILLS = [
    Drill("slow-clients", f"{SLOW} connections that send a byte a second", send_slowly, 40),
    Drill("slow-clients-direct", "the same without nginx", send_slowly_without_nginx, 20, sqlite=True),
    Drill("cold-page", f"{VISITORS} requests at once for a page that is not stored", request_cold_page, 1),
]
