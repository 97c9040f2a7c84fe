"""Drills of clients: slow ones, and many that want the same page at once."""

import socket
import threading
import time
from contextlib import suppress

from drills.drill import Drill, Scene
from drills.people import Sample, visit

#: Twice the threads of gunicorn in ``compose.yaml``.
SLOW = 32
VISITORS = 60


def send_slowly(scene: Scene) -> None:
    """Open connections to nginx that send a byte every second, half of them in a body."""
    heads = [
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /gui-loi-nhan/1/ HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n",
    ]
    lines = [socket.create_connection(("127.0.0.1", scene.stack.port), timeout=5) for _ in range(SLOW)]
    for number, line in enumerate(lines):
        line.sendall(heads[number % 2])
    end = time.monotonic() + scene.seconds
    while time.monotonic() < end:
        for line in lines:
            with suppress(OSError):  # closed by nginx
                line.sendall(b"x")
        time.sleep(1)
    closed = sum(is_closed(line) for line in lines)
    scene.notes.append(f"{SLOW} slow connections, {closed} of them closed by nginx")
    for line in lines:
        line.close()


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
    path, answers = scene.content.pages[1], []
    barrier = threading.Barrier(VISITORS)
    query = f"?trang=1&lan={time.monotonic_ns()}"

    def request() -> None:
        barrier.wait()
        answers.append(visit(scene.stack.port, path + query))

    visitors = [threading.Thread(target=request) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    note_answers(scene, answers)
    time.sleep(scene.seconds)


def note_answers(scene: Scene, answers: list[Sample]) -> None:
    slowest = max(sample.seconds for sample in answers)
    misses = sum(sample.cache == "MISS" for sample in answers)
    statuses = sorted({sample.status for sample in answers})
    scene.notes.append(
        f"{len(answers)} requests: statuses {statuses}, {misses} reached the portal, slowest {slowest:.1f} s"
    )
    if statuses != [200]:
        scene.problems.append("not every visitor got the page")


DRILLS = [
    Drill("slow-clients", f"{SLOW} connections that send a byte a second", send_slowly, 40),
    Drill("cold-page", f"{VISITORS} requests at once for a page that is not stored", request_cold_page, 1),
]
