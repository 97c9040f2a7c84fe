"""Readers of stored pages are counted through nginx by two processes; a killed one loses what was said, and no more."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db.models import Sum
from django.test import override_settings

from readership.models import DailyViews
from tests.support import factories
from tests.support.proxies import proxy_folder, run_proxy, send_request
from tests.support.samples import rounds
from tests.support.servers import PATIENCE, run_gunicorn_worker_for_test, separate_database

pytestmark = pytest.mark.nginx

#: Readers, each with an address of its own; half of them again before a process is killed.
READERS = rounds(10_000, 300)
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36"


class Site:
    """The portal with two processes behind nginx, and behind another proxy, which names the readers' addresses."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.article = factories.ArticleFactory(title="Lịch thi tuyển sinh")
        self.beacon = f"/luot-xem/{self.article.pk}/"
        self.port = self.master = 0

    def get_workers(self) -> set[int]:
        return {int(pid) for pid in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()}

    def read(self, number: int) -> str:
        """Read the article as a browser does; return whether nginx had it."""
        headers = {"X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", "User-Agent": BROWSER}
        page = send_request(self.port, str(self.article.url), headers)
        assert page.status == 200
        assert f'data-view-url="{self.beacon}"' in page.body.decode()
        self.send_beacon(headers)
        return page.cache_status

    def send_beacon(self, headers: dict[str, str]) -> None:
        response = send_request(self.port, self.beacon, headers, method="POST", body=b"")
        assert (response.status, response.body, response.cache_status) == (204, b"", "")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers

    def count_beacons(self) -> Counter[int]:
        """Return how many beacons each process has received."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return Counter(int(line[0].strip("<>")) for line in lines if line[1:3] == ["POST", self.beacon])

    def end_worker(self, pid: int, number: signal.Signals) -> None:
        os.kill(pid, number)
        deadline = time.monotonic() + PATIENCE
        while (pid in self.get_workers() or len(self.get_workers()) < 2) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert pid not in self.get_workers()

    def get_count(self) -> int:
        return int(DailyViews.objects.filter(page=self.article).aggregate(total=Sum("count"))["total"] or 0)


@pytest.fixture(scope="module")
def site(django_db_blocker) -> Iterator[Site]:
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media, PROXY_CACHE_DIR=str(folder.cached_pages)))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        site = Site(folder.path / "gunicorn.log")
        environment = {
            "TRUSTED_PROXIES": "2",
            "PROXY_CACHE_DIR": str(folder.cached_pages),
            "WEB_THREADS": "4",
            "GUNICORN_CMD_ARGS": f"--access-logfile={site.log} --access-logformat='%(p)s %(m)s %(U)s'",
        }
        portal_port, worker = stack.enter_context(run_gunicorn_worker_for_test("--workers=2", **environment))
        status = Path(f"/proc/{worker}/status").read_text()
        site.master = int(status.partition("PPid:")[2].split()[0])
        site.port = stack.enter_context(run_proxy(folder, portal_port, TRUSTED_PROXIES="2"))
        yield site


def read_all(site: Site, readers: range) -> Counter[str]:
    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(site.read, readers))


def test_counts_are_right_and_a_killed_process_loses_what_it_has_not_written(site: Site) -> None:
    at_first, beacons_at_first = site.get_count(), site.count_beacons()
    statuses = read_all(site, range(READERS))
    assert statuses["HIT"] > READERS / 2, statuses
    for worker in site.get_workers():
        site.end_worker(worker, signal.SIGTERM)
    assert abs(site.get_count() - at_first - READERS) <= READERS // 100
    written, before = site.get_count(), site.count_beacons()
    assert len(before - beacons_at_first) == 2  # both processes have counted

    read_all(site, range(READERS, READERS + READERS // 2))
    deadline = time.monotonic() + PATIENCE
    received = site.count_beacons() - before
    while sum(received.values()) < READERS // 2 and time.monotonic() < deadline:  # logged after the response
        time.sleep(0.05)
        received = site.count_beacons() - before
    killed, *others = site.get_workers()
    site.end_worker(killed, signal.SIGKILL)
    for worker in others:
        site.end_worker(worker, signal.SIGTERM)
    kept = sum(received[worker] for worker in others)
    # Nothing written before is lost, nor what the other process has counted.
    assert written + kept <= site.get_count() <= written + sum(received.values())
    assert sum(received.values()) == READERS // 2


def test_one_address_moves_the_count_by_twenty_a_minute(site: Site) -> None:
    before = site.get_count()
    time.sleep(max(0.0, 60 - time.time() % 60) if time.time() % 60 > 30 else 0.0)
    headers = {"X-Forwarded-For": "192.168.1.1", "User-Agent": BROWSER}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: site.send_beacon(headers), range(rounds(1_000, 200))))
    for worker in site.get_workers():
        site.end_worker(worker, signal.SIGTERM)
    assert site.get_count() == before + 20
