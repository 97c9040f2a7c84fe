"""Measures what pages, publishing, the admin and search cost with 500 and with 22,000 articles.

Both sites are measured in turn, each request after a new content generation has begun. TEST_DATABASE=postgres measures
on PostgreSQL; BENCH_QUERIES=2200 is the full form of search.
"""

import os
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from newsroom.models import NewsPage
from tests.bench import limits
from tests.bench.articles import ARTICLES
from tests.bench.bars import Thresholds, print_line
from tests.bench.content import create_site
from tests.bench.database import create_database
from tests.bench.pages import BARE_REQUESTS, REST, ROUNDS, Visitor, measure_rendered
from tests.bench.questions import read_queries, sample_queries
from tests.bench.servers import Server, run_portal, run_servers
from tests.bench.site_growth import get_month, grow_site
from tests.support import reports
from tests.support.article_form import article_data
from tests.support.editors import MANAGING_EDITORS, create_editor, login_client
from tests.support.measured_portal import NEW_GENERATION_PATH

SIZES = SMALL, LARGE = 500, int(os.environ.get("BENCH_ARTICLES", "22000"))
#: A report of Wagtail's without rows.
BARE_SCREEN = "wagtailadmin_reports:locked_pages"
#: Requests for each page in each round.
REQUESTS = int(os.environ.get("BENCH_SIZE_REQUESTS", "10"))
#: Queries of each kind.
QUERIES = int(os.environ.get("BENCH_QUERIES", "10"))
CSRF_TOKEN = "c" * 32
PUBLISH, OVERVIEW = "publish", "overview of the archive"
PUBLIC = ("article", "home", "section", "tag", "feed", "event month", "month of the archive")
ADMIN = ("dashboard", "page list", "page search", "page chooser", "page chooser, search")


@dataclass
class Figures:
    """The cost of a response: CPU and wall time in milliseconds."""

    cpu: float
    #: Part of ``cpu``.
    sql_cpu: float
    #: The CPU time of PostgreSQL.
    database_cpu: float
    wall: float
    queries: int
    body: bytes = b""

    @property
    def total(self) -> float:
        return self.cpu + self.database_cpu


class Site:
    """One of the two sites: sends requests to its server, and keeps what they cost."""

    def __init__(self, server: Server, cookies: str) -> None:
        self.server, self.cookies = server, cookies
        self.visitor = Visitor(server.port)
        self.figures: dict[str, list[Figures]] = defaultdict(list)

    def request(self, url: str, form: dict[str, str] | None = None, *, is_editor: bool = False) -> Figures:
        """Send a request in a new content generation, with a ``form`` as a POST."""
        headers = {"Cookie": self.cookies} if is_editor else {}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF_TOKEN}
        self.visitor.send("GET", NEW_GENERATION_PATH, {})
        cpu, start = self.server.cpu, time.perf_counter()
        response, body = self.visitor.send("POST" if form else "GET", url, headers, urlencode(form) if form else None)
        wall = time.perf_counter() - start
        time.sleep(REST)
        cpu = self.server.cpu - cpu
        assert response.status == (302 if form else 200), (url, response.status)
        queries, sql_cpu, database_cpu = response.headers["X-SQL"].split()
        return Figures(1000 * cpu, 1000 * float(sql_cpu), 1000 * float(database_cpu), 1000 * wall, int(queries), body)

    def get_medians(self, name: str) -> Figures:
        figures = [vars(one) for one in self.figures[name]]
        return Figures(**{key: statistics.median(one[key] for one in figures) for key in figures[0] if key != "body"})


@dataclass
class Requests:
    """What is measured: URLs by name, and the form of the article that is published."""

    public: dict[str, str]
    admin: dict[str, str]
    form: dict[str, str]
    edit_url: str

    def iter_senders(self) -> Iterator[tuple[str, Callable[[Site], Figures]]]:
        for name, url in self.public.items():
            yield name, lambda site, url=url: site.request(url)
        for name, url in self.admin.items():
            yield name, lambda site, url=url: site.request(url, is_editor=True)
        yield PUBLISH, self._publish

    def _publish(self, site: Site) -> Figures:
        changed = {"title": f"{self.form['title']} {time.time():.3f}"}
        return site.request(self.edit_url, self.form | changed, is_editor=True)


def main() -> list[str]:
    """Print the tables and return what is beyond its limit."""
    with create_database(), translation.override("vi"):
        requests, cookies = create_requests()
        grow_site(SMALL)
        with copied_database() as small:
            start = time.perf_counter()
            grow_site(LARGE)
            print_line(f"-- {connection.vendor}: {LARGE:,} articles, made in {time.perf_counter() - start:.0f} s")
            with ExitStack() as stack:
                large_site = Site(stack.enter_context(run_portal("tests.support.measured_portal")), cookies)
                with database_named(small):
                    small_site = Site(stack.enter_context(run_portal("tests.support.measured_portal")), cookies)
                page = small_site.request(requests.public["article"]).body
                servers = stack.enter_context(run_servers(page, large_site.server))
                bare = measure(servers.bare, (small_site, large_site), requests)
                thresholds = Thresholds(connection.vendor)
                report(thresholds, requests, small_site, large_site, bare)
                measure_totals(requests, small_site, large_site)
                measure_search(thresholds, large_site)
    return thresholds.missed


@contextmanager
def copied_database() -> Iterator[str]:
    """Copy the database and yield the name of the copy."""
    creation = connection.creation
    connection.close()
    creation.clone_test_db("small", verbosity=0)
    try:
        yield creation.get_test_db_clone_settings("small")["NAME"]
    finally:
        creation.destroy_test_db(suffix="small", verbosity=0)


@contextmanager
def database_named(name: str) -> Iterator[None]:
    """Use the database called ``name``."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def create_requests() -> tuple[Requests, str]:
    """Create the demo; return what to measure, and the cookies of an editor."""
    urls = create_site()
    article = NewsPage.objects.latest("pk")
    article.save_revision().publish()
    article = NewsPage.objects.get(pk=article.pk)
    section = article.get_parent()
    public = {name: urls[name] for name in PUBLIC[:-1]} | {
        PUBLIC[-1]: urls["archive"] + get_month(),
        OVERVIEW: urls["archive"],
    }
    chooser, search = reverse("wagtailadmin_choose_page_child", args=[section.pk]), {"q": "tuyển sinh"}
    admin_urls = (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[section.pk]),
        f"{reverse('wagtailadmin_pages:search')}?{urlencode(search)}",
        f"{chooser}?page_type=wagtailcore.page",
        f"{reverse('wagtailadmin_choose_page_search')}?{urlencode(search | {'page_type': 'wagtailcore.page'})}",
    )
    admin = (
        dict(zip(ADMIN, admin_urls, strict=True))
        | reports.get_urls()
        | {name: reverse(name) for name in (*reports.OF_WAGTAIL, BARE_SCREEN)}
    )
    client: Client = login_client(create_editor(MANAGING_EDITORS))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}"
    form = article_data(article) | {"action-publish": "1"}
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return Requests(public, admin, form, edit_url), cookies


def measure(bare: Server, sites: tuple[Site, Site], requests: Requests) -> float:
    """Measure everything on both sites in turn; return the CPU time of the bare view in milliseconds."""
    bare_cpu = []
    for _round in range(ROUNDS):
        bare_cpu.append(measure_rendered(bare, Visitor(bare.port), "/", BARE_REQUESTS).cpu)
        for name, send in requests.iter_senders():
            for site in sites:
                send(site)  # the first response takes longer
            for _ in range(REQUESTS):
                for site in sites:
                    site.figures[name].append(send(site))
    return statistics.median(bare_cpu)


def report(thresholds: Thresholds, requests: Requests, small: Site, large: Site, bare: float) -> None:
    """Print the table and compare it with the limits. Growth is that of the CPU time of web process and database."""
    print_line(f"CPU ms, {SMALL} and {LARGE:,} articles; the bare view takes {bare:.2f} ms")
    columns = ("web process", "SQL of it", "database", "queries", "wall ms")
    print_line(f"{'':26}{''.join(f'{column:>15}' for column in columns)}{'×':>9}{'growth':>9}")
    for name in large.figures:
        before, after = small.get_medians(name), large.get_medians(name)
        pairs = [(getattr(before, key), getattr(after, key)) for key in ("cpu", "sql_cpu", "database_cpu")]
        cells = [f"{one:7.1f}{other:8.1f}" for one, other in pairs]
        cells += [f"{before.queries:8.0f}{after.queries:7.0f}", f"{before.wall:8.0f}{after.wall:7.0f}"]
        growth = 100 * (after.total / before.total - 1)
        print_line(f"{name:26}{''.join(cells)}{after.cpu / bare:9.1f}{growth:7.1f} %")
    for name in (*PUBLIC, PUBLISH):
        before, after = small.get_medians(name), large.get_medians(name)
        growth = after.wall / before.wall if name == PUBLISH else after.total / before.total
        what = "time" if name == PUBLISH else "CPU time"
        thresholds.at_most(f"{name}, growth of {what}", 100 * (growth - 1), limits.GROWTH, "%")
        thresholds.at_most(f"{name}, more queries", after.queries - before.queries, 0, "")
    for name in requests.admin:
        after = large.get_medians(name)
        thresholds.at_most(f"{name}, CPU of the bare view", after.cpu / bare, limits.ADMIN, "×")
        if name in reports.get_urls():
            own = after.queries - large.get_medians(BARE_SCREEN).queries
            thresholds.at_most(f"{name}, queries beyond those of a bare screen", own, limits.REPORT_QUERIES, "")


def measure_totals(requests: Requests, *sites: Site) -> None:
    """Print what an entry of the sitemap and a month of the archive's overview cost."""
    for site, size in zip(sites, SIZES, strict=True):
        index = site.request("/sitemap.xml")
        files = [site.request(url) for url in find_sitemap_files(index.body)]
        entries = sum(file.body.count(b"<url>") for file in files)
        cost = (index.total + sum(file.total for file in files)) / entries
        print_line(f"{size:,} articles: sitemap {cost:.2f} ms an entry ({entries:,}); its index {index.total:.0f} ms")
        overview = site.request(requests.public[OVERVIEW]).body.decode()
        months = len(set(re.findall(re.escape(requests.public[OVERVIEW]) + r"\d{4}/\d+/", overview)))
        cost = site.get_medians(OVERVIEW).total / months
        print_line(f"{size:,} articles: overview of the archive {cost:.2f} ms a month ({months})")


def find_sitemap_files(index: bytes) -> list[str]:
    return [part.partition("</loc>")[0].removeprefix("http://testserver") for part in index.decode().split("<loc>")[1:]]


def measure_search(thresholds: Thresholds, site: Site) -> None:
    """Measure the SQL of results pages and suggestions: in the web process with SQLite, else in PostgreSQL."""
    if not ARTICLES.exists():
        print_line(f"Left out: queries, for there is no {ARTICLES}; NEWS_DATA says where it is.")
        return
    times = []
    for query in sample_queries(read_queries(), QUERIES):
        url = reverse("suggestions" if query.is_being_typed else "search")
        figures = site.request(f"{url}?{urlencode({'q': query.text})}")
        times.append(figures.database_cpu or figures.sql_cpu)
    for what, bar in limits.SEARCH_SQL.items():
        value = sorted(times)[int(len(times) * what / 100)]
        thresholds.at_most(f"SQL of {len(times)} searches, {what} in 100", value, bar)
