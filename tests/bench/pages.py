"""Measures the CPU time of pages, as a multiple of a bare Django view that sends the same bytes from disk.

Each page is measured *cold* (the content generation has just begun), as a *miss* (another page of this generation was
rendered before) and, for some, *warm* (it is stored). TEST_DATABASE=postgres measures on PostgreSQL.
"""

import http.client
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from mysite.content_generation import raise_generation
from tests.bench import limits
from tests.bench.bars import Thresholds, print_line
from tests.bench.content import create_site
from tests.bench.database import create_database
from tests.bench.servers import Server, Servers, read_database_cpu, run_portal, run_servers
from tests.support.load_generator import Load, start_load

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
#: Requests for each page that is rendered, and for the bare view; connections and seconds for stored pages.
REQUESTS, BARE_REQUESTS = int(os.environ.get("BENCH_PAGE_REQUESTS", "10")), 300
CONNECTIONS, SECONDS = 8, 2.0
ENCODING = "br"
#: The bare view, requested as pages are that are rendered, and as stored ones.
BARE, BARE_STORED = "bare view", f"bare view, {CONNECTIONS} connections"
#: Seconds in which a server finishes what it does after a response.
REST = 0.003


@dataclass
class Figures:
    """What requests cost, in milliseconds, and how many were answered in a second."""

    cpu: float
    database_cpu: float
    p50: float
    p99: float
    rate: float


class Visitor:
    """Sends requests to a server over one connection, one after the other."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, url: str, encoding: str = ENCODING) -> bytes:
        response, body = self.send("GET", url, {"Accept-Encoding": encoding})
        assert response.status in {200, 404}, (url, response.status)
        return body

    def send(
        self, method: str, url: str, headers: dict[str, str], form: str | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"Host": "testserver"} | headers
        try:
            self.connection.request(method, url, form, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # idle for too long
            self.connection.close()
            self.connection.request(method, url, form, headers)
            response = self.connection.getresponse()
        return response, response.read()


def main() -> list[str]:
    """Print the tables and return what is beyond its limit."""
    with create_database():
        urls = create_site()
        with run_portal() as portal:
            visitor = Visitor(portal.port)
            with run_servers(visitor.get(urls["article"]), portal) as servers:
                rounds = [measure_all(servers, visitor, urls) for _ in range(ROUNDS)]
    return report(rounds)


def measure_all(servers: Servers, visitor: Visitor, urls: dict[str, str]) -> dict[str, Figures]:
    """Measure everything once, in turn."""
    portal = servers.portal
    figures = {BARE: measure_rendered(servers.bare, Visitor(servers.bare.port), "/", BARE_REQUESTS)}
    for name, url in urls.items():
        other = urls["home" if name == "article" else "article"]

        def begin_with_other(other: str = other) -> None:
            raise_generation()
            visitor.get(other)
            time.sleep(REST)

        figures[f"{name}, cold"] = measure_rendered(portal, visitor, url, REQUESTS, raise_generation)
        figures[f"{name}, miss"] = measure_rendered(portal, visitor, url, REQUESTS, begin_with_other)
    for name in ("article", "home"):
        figures[f"{name}, warm"] = measure_stored(portal, urls[name])
        if servers.nginx:
            figures[f"{name}, nginx"] = measure_stored(servers.nginx, urls[name])
    figures[BARE_STORED] = measure_stored(servers.bare, "/")
    if servers.nginx_file:
        figures["file, nginx"] = measure_stored(servers.nginx_file, "/")
    return figures


def measure_rendered(
    server: Server, visitor: Visitor, url: str, number: int, prepare: Callable[[], None] | None = None
) -> Figures:
    """Measure requests one after the other, each after ``prepare()``, which is not measured."""
    times, cpu, database_cpu = [], 0.0, 0.0
    for _ in range(number):
        if prepare:
            prepare()
        cpu_before, database_before, start = server.cpu, read_database_cpu(), time.perf_counter()
        visitor.get(url)
        times.append(time.perf_counter() - start)
        time.sleep(REST)
        cpu += server.cpu - cpu_before
        database_cpu += read_database_cpu() - database_before
    p99 = sorted(times)[int(number * 0.99)]
    return Figures(
        *(1000 * value for value in (cpu / number, database_cpu / number, statistics.median(times), p99)),
        rate=number / sum(times),
    )


def measure_stored(server: Server, url: str) -> Figures:
    """Measure a stored page over several connections from another process."""
    with start_load(Load(server.port, [url], CONNECTIONS, SECONDS, ENCODING)) as load:
        before, database_before = server.cpu, read_database_cpu()
        result = load.wait()
        cpu, database_cpu = server.cpu - before, read_database_cpu() - database_before
    assert not result.errors, result.errors
    per_request = [value / result.requests for value in (cpu, database_cpu)]
    return Figures(
        *(1000 * value for value in (*per_request, result.p50, result.p99)), rate=result.requests / result.seconds
    )


def report(rounds: list[dict[str, Figures]]) -> list[str]:
    """Print the medians of all rounds and return what is beyond its limit."""
    print_line(f"-- {connection.vendor}, median of {len(rounds)} runs")
    columns = ("requests/s", "CPU ms", "database", "p50 ms", "p99 ms", "ratio")
    print_line(f"{'':26}{''.join(f'{column:>11}' for column in columns)}")
    ratios = {}
    for name in rounds[0]:
        of_name = [figures[name] for figures in rounds]
        medians = {key: statistics.median(vars(figures)[key] for figures in of_name) for key in vars(of_name[0])}
        bare = BARE_STORED if name.endswith((", warm", ", nginx", "connections")) else BARE
        ratios[name] = statistics.median(figures[name].cpu / figures[bare].cpu for figures in rounds)
        values = [medians[key] for key in ("rate", "cpu", "database_cpu", "p50", "p99")]
        print_line(f"{name:26}{''.join(f'{value:11.2f}' for value in (*values, ratios[name]))}")
    return check(ratios)


def check(ratios: dict[str, float]) -> list[str]:
    thresholds = Thresholds(connection.vendor)
    for state, bars in {"miss": limits.MISS, "cold": limits.COLD}.items():
        for name, bar in bars.items():
            thresholds.at_most(f"{name}, {state}, CPU of the bare view", ratios[f"{name}, {state}"], bar, "×")
    for name in ("article", "home"):
        thresholds.at_most(f"{name}, warm, CPU of the bare view", ratios[f"{name}, warm"], limits.WARM, "×")
        if "file, nginx" in ratios:
            of_file = 100 * ratios["file, nginx"] / ratios[f"{name}, nginx"]
            thresholds.at_least_percent(f"{name}, through nginx, rate of a file", of_file, 100 * limits.THROUGH_NGINX)
    return thresholds.missed
