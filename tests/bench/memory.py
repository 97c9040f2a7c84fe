"""Measures the memory of the web process while visitors request many pages, which change several times.

BENCH_REQUESTS=20000 is the full form.
"""

import os

from mysite.content_generation import raise_generation
from newsroom.models import NewsPage
from tests.bench import limits
from tests.bench.articles import multiply_articles
from tests.bench.bars import Thresholds, print_line
from tests.bench.content import create_versioned_articles
from tests.bench.database import create_database
from tests.bench.pages import Visitor
from tests.bench.servers import read_memory, run_portal

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "2000"))
#: Requests for each page.
PER_PAGE = 10
#: Articles of which the others are copies.
ORIGINALS = 20
#: Encodings that browsers and programs ask for, in turn.
ENCODINGS = ("br", "gzip", "br", "identity")


def main() -> list[str]:
    with create_database():
        create_versioned_articles(ORIGINALS)
        multiply_articles(max(1, REQUESTS // PER_PAGE // ORIGINALS - 1))
        urls = [article.url for article in NewsPage.objects.all()]
        with run_portal() as portal:
            return measure(portal.port, portal.processes[0], urls)


def measure(port: int, process: int, urls: list[str]) -> list[str]:
    """Request the pages in turn. The generation rises after each quarter of the requests."""
    visitor, memory = Visitor(port), {}
    for number in range(1, REQUESTS + 1):
        visitor.get(urls[number % len(urls)], ENCODINGS[number // len(urls) % len(ENCODINGS)])
        if number % (REQUESTS // 4) == 0:
            memory[number] = read_memory(process)
            print_line(f"{number:,} requests for {len(urls):,} pages: {memory[number]:.0f} MB")
            raise_generation()
    half, end = memory[REQUESTS // 4 * 2], memory[REQUESTS // 4 * 4]
    thresholds = Thresholds("memory")
    thresholds.at_most("web process", end, limits.MEMORY, "MB")
    thresholds.at_most("growth in the second half", 100 * (end / half - 1), limits.MEMORY_GROWTH, "%")
    return thresholds.missed
