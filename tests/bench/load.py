"""Measures the day of exam results: many visitors on few pages while an editor publishes, then many new pages at once.

BENCH_CONNECTIONS=1000 BENCH_SECONDS=60 is the full form.
"""

import os
import time

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Replace

from newsroom.models import NewsPage
from tests.bench import limits
from tests.bench.bars import Thresholds, print_line
from tests.bench.content import create_versioned_articles, set_version
from tests.bench.database import create_database
from tests.bench.servers import run_portal
from tests.support.load_generator import Load, LoadReport, measure_delay, start_load

CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "200"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
PAGES, MANY_PAGES = 10, 60
#: Seconds between two publications, and between the start of the load and the first one.
INTERVAL, DELAY = 5.0, 1.0


def main() -> list[str]:
    with create_database():
        articles = create_versioned_articles(MANY_PAGES)
        thresholds = Thresholds(connection.vendor)
        with run_portal(threads="8") as portal:
            measure_publishing(thresholds, portal.port, articles[:PAGES])
            measure_many_new_pages(thresholds, portal.port, articles)
    return thresholds.missed


def measure_publishing(thresholds: Thresholds, port: int, articles: list[NewsPage]) -> None:
    """Load ten pages while one of them is published every five seconds."""
    load = Load(port, [article.url for article in articles], CONNECTIONS, SECONDS)
    published = []
    with start_load(load) as running:
        end = time.monotonic() + SECONDS - limits.NEW_VERSION - DELAY
        time.sleep(DELAY)
        while not published or time.monotonic() < end:
            start = time.monotonic()
            version, article = len(published) + 1, articles[len(published) % PAGES]
            published.append((article.url, version, publish_version(article, version)))
            time.sleep(max(0.0, start + INTERVAL - time.monotonic()))
        report = running.wait()
    check(thresholds, f"{PAGES} pages, {len(published)} publications", load, report)
    delay = max(measure_delay(report, *one) for one in published)
    thresholds.at_most("until all visitors get a new version", delay, limits.NEW_VERSION, "s")


def publish_version(article: NewsPage, version: int) -> float:
    """Publish a new version of an article and return when that was done."""
    article = NewsPage.objects.get(pk=article.pk)
    set_version(article, version)
    article.save_revision().publish()
    return time.monotonic()


def measure_many_new_pages(thresholds: Thresholds, port: int, articles: list[NewsPage]) -> None:
    """Load sixty pages, each over a connection of its own, while all of them change at once."""
    urls, version = [article.url for article in articles], 1000
    load = Load(port, urls, len(urls), limits.MANY_NEW_VERSIONS + 2 * DELAY)
    with start_load(load) as running:
        time.sleep(DELAY)
        NewsPage.objects.update(lead=Replace(F("lead"), Value("phien-ban-"), Value(f"phien-ban-{version}")))
        changed_at = time.monotonic()
        report = running.wait()
    check(thresholds, f"{len(urls)} pages changed at once", load, report)
    delay = max(measure_delay(report, url, version, changed_at) for url in urls)
    thresholds.at_most("until all visitors get the new version of each", delay, limits.MANY_NEW_VERSIONS, "s")


def check(thresholds: Thresholds, what: str, load: Load, report: LoadReport) -> None:
    """Print the report; no request may have failed."""
    print_line(
        f"{what}, {load.connections} connections, {report.seconds:.0f} s: {report.requests:,} responses, "
        f"{report.requests / report.seconds:.0f}/s, p50 {1000 * report.p50:.0f} ms, p99 {1000 * report.p99:.0f} ms, "
        f"load generator {report.cpu:.1f} CPU s {report.errors or ''}"
    )
    thresholds.at_most("failed requests", sum(report.errors.values()), 0, "")
