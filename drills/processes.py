"""Faults of the portal's own processes: killed, terminated, or not running."""

import datetime
import os
import signal
import threading
import time
from zoneinfo import ZoneInfo

from drills.drill import Drill, Scene, wait_for
from drills.people import visit

#: Promised: what is due appears within a minute (the scheduler of a drill runs every two seconds).
MAX_DELAY = 60


def kill_workers(scene: Scene) -> None:
    """Kill a worker every second, with the requests that it is answering."""
    end = time.monotonic() + scene.seconds
    killed = 0
    while time.monotonic() < end:
        killed += kill_worker(scene)
        time.sleep(1)
    scene.notes.append(f"{killed} workers killed")


def kill_worker(scene: Scene) -> bool:
    if not (workers := scene.stack.web.children):
        return False
    os.kill(workers[0], signal.SIGKILL)
    return True


def kill_while_publishing(scene: Scene) -> None:
    """Kill all workers while the editor publishes, each time a little later in the request."""
    end = time.monotonic() + scene.seconds
    delays = []
    while time.monotonic() < end:
        if not scene.people.publishing.wait(end - time.monotonic()):
            break
        delays.append(0.05 * (len(delays) % 8))
        time.sleep(delays[-1])
        for worker in scene.stack.web.children:
            os.kill(worker, signal.SIGKILL)
        published = len(scene.people.published)
        wait_for(lambda published=published: len(scene.people.published) > published, 20)
    scene.notes.append(f"all workers killed {len(delays)} times in a publication")


def terminate(scene: Scene) -> None:
    """Send SIGTERM to gunicorn under load and start it again, as an upgrade does."""
    in_flight: list = []
    search = threading.Thread(target=lambda: in_flight.append(visit(scene.stack.port, "/tim-kiem/?q=dang+chay")))
    search.start()
    time.sleep(0.02)
    seconds = scene.stack.web.stop()
    search.join()
    scene.notes.append(f"gunicorn ended {seconds:.1f} s after SIGTERM; the search under way got {in_flight[0].status}")
    if seconds > 10:
        scene.problems.append(f"SIGTERM took {seconds:.0f} s")
    if in_flight[0].status != 200:
        scene.problems.append("a request under way was not answered")
    time.sleep(scene.seconds)
    scene.stack.start_web()


def stop_scheduler(scene: Scene) -> None:
    """Stop the scheduler; an article is due, and another expires, while it is down."""
    stack, pages = scene.stack, scene.content.pages
    due, expiring = pages[-1], pages[-2]
    stack.scheduler.kill()
    moment = datetime.datetime.now(ZoneInfo("UTC")) + datetime.timedelta(seconds=max(1, scene.seconds / 2))
    stack.program("schedule", "-m", "drills.schedule", due, expiring, moment.isoformat()).run()
    time.sleep(max(0, (moment - datetime.datetime.now(ZoneInfo("UTC"))).total_seconds()) + 1.5)
    if visit(stack.port, expiring).status != 404:
        scene.problems.append("an expired article is shown while the scheduler is down")
    if visit(stack.port, due).status != 404:
        scene.problems.append("the article was not hidden before it was due")
    time.sleep(scene.seconds / 2)
    stack.scheduler.start()
    delay = wait_for(lambda: visit(stack.port, due).status == 200, MAX_DELAY)
    scene.notes.append(f"an article due while the scheduler was down appeared {delay:.1f} s after its start")
    if delay > MAX_DELAY:
        scene.problems.append("an article that was due did not appear")


#: Seconds within which nginx sends what it has held: visitors whose request is lost twice get an error.
HELD = 6.0


def kill_sqlite(scene: Scene) -> None:
    """Kill gunicorn with all threads while they write to SQLite, and start it again."""
    end = time.monotonic() + scene.seconds
    kills = 0
    while time.monotonic() < end or not kills:
        scene.people.publishing.wait(10)
        time.sleep(0.05 * (kills % 8))
        scene.stack.web.kill()
        kills += 1
        scene.stack.start_web()
        published = len(scene.people.published)
        wait_for(lambda published=published: len(scene.people.published) > published, 20)
        time.sleep(min(HELD, max(0.0, end - time.monotonic())))
    check = scene.stack.query("PRAGMA integrity_check")
    scene.notes.append(f"killed {kills} times; integrity check: {check[0][0]}")
    if check != [("ok",)]:
        scene.problems.append(f"SQLite is damaged: {check}")


DRILLS = [
    Drill("worker-killed", "a worker of gunicorn is killed every second, in requests", kill_workers, 20),
    Drill("worker-killed-publishing", "the workers are killed in publications", kill_while_publishing, 30),
    Drill("sigterm", "gunicorn gets SIGTERM under load and is started again", terminate, 5),
    Drill("scheduler-stopped", "the scheduler is down when an article is due", stop_scheduler, 20),
    Drill("sqlite-killed", "SQLite is killed while it writes", kill_sqlite, 30, sqlite=True),
]
