"""``python -m tests.bench.search_run``: the search benchmark on one database, that of TEST_DATABASE."""

import os
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import translation

from newsroom.models import NewsPage
from tests.bench import articles, engines
from tests.bench.bars import Thresholds, print_line
from tests.bench.each_database import MISSED_PREFIX
from tests.bench.limits import (
    MAX_PERCENT_OF_STOCK,
    PUBLISHING,
    QUALITY,
    SEARCH,
    SEARCH_IN_MORE,
    SECONDS_TO_INDEX,
    SUGGESTIONS,
    WORST,
)
from tests.bench.questions import BenchQuery, BenchResult, Times, Visitor, compute_quality, read_queries, sample_queries

#: Copies of each article; queries of each kind where all would take too long; pages published.
COPIES, SAMPLE, PUBLISHED = 3, 20, 20


def main() -> None:
    bars = Thresholds(connection.vendor)
    start = time.perf_counter()
    with articles.create_article_database(), translation.override("vi"):
        print_line(
            f"-- {bars.database}: {NewsPage.objects.count():,} articles, there in {time.perf_counter() - start:.0f} s"
        )
        measure(bars)
    for line in bars.missed:
        print_line(f"{MISSED_PREFIX}{line}")


def measure(bars: Thresholds) -> None:
    """Measure everything. Afterwards the database has more articles."""
    print_load()
    queries = read_queries()
    sample = sample_queries(queries, SAMPLE)
    measure_indexing(bars)
    measure_publishing(bars)
    articles.vacuum_and_analyze()
    visitor = Visitor()
    replies = [visitor.search(question) for question in queries]
    measure_pages(bars, replies)
    stock = compare_with_stock(bars, sample)
    print_table(bars, replies, stock)
    articles.multiply_articles(COPIES)
    articles.vacuum_and_analyze()
    print_line(f"-- {bars.database}: {NewsPage.objects.count():,} articles")
    print_load()
    measure_search(bars, sample, SEARCH_IN_MORE[bars.database])
    # All prefix queries: with few of them the maximum depends mostly on other processes.
    measure_pages(
        bars, [visitor.search(question) for question in queries if question.is_being_typed or question in sample]
    )


def print_load() -> None:
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors:
        print_line(f"The machine is busy, times are longer than they are: load {load:.1f} on {processors} processors")


def measure_indexing(bars: Thresholds) -> None:
    start = time.perf_counter()
    call_command("update_index", verbosity=0)
    bars.at_most("indexing all", time.perf_counter() - start, SECONDS_TO_INDEX, "s")


def measure_publishing(bars: Thresholds) -> None:
    """Measure how much search adds to publishing. Both cases take turns, so that the load is the same."""
    seconds: dict[bool, list[float]] = {False: [], True: []}
    for page in NewsPage.objects.order_by("pk")[:PUBLISHED]:
        for is_indexed, times in seconds.items():
            backends = {"default": {"BACKEND": "search.engine.backend", "AUTO_UPDATE": is_indexed}}
            with override_settings(WAGTAILSEARCH_BACKENDS=backends):
                start = time.perf_counter()
                page.save_revision().publish()
                times.append(time.perf_counter() - start)
    without, with_search = (statistics.median(times) * 1000 for times in seconds.values())
    bars.at_most(f"a publish of {without:.0f} ms takes longer by", with_search - without, PUBLISHING)


def measure_pages(bars: Thresholds, replies: list[BenchResult]) -> None:
    print_line(f"the search page: {Times(replies)}")
    typing = Times(replies, of_typing=True)
    print_line(f"suggestions: {typing}")
    bars.at_most("suggestions, 95 in 100", typing.percentile_95, SUGGESTIONS)


def measure_search(bars: Thresholds, sample: list[BenchQuery], bar: float) -> Times:
    """Measure the first ten pages of results of each query."""
    engine = engines.build_own_engine()
    times = Times([engine.search(question) for question in sample])
    print_line(f"search itself: {times}")
    bars.at_most("search, 95 in 100", times.percentile_95, bar)
    bars.at_most("search, the slowest", times.maximum, WORST)
    return times


def compare_with_stock(bars: Thresholds, sample: list[BenchQuery]) -> list[BenchResult]:
    """Run the same queries with both backends in turn and return the results of Wagtail's."""
    times = measure_search(bars, sample, SEARCH)
    start = time.perf_counter()
    engine = engines.build_stock_engine()
    articles.vacuum_and_analyze()
    print_line(f"Wagtail's own index: made in {time.perf_counter() - start:.0f} s")
    replies = [engine.search(question) for question in sample]
    stock = Times(replies)
    print_line(f"Wagtail's own search: {stock}")
    bars.at_most(
        "search, 95 in 100, of Wagtail's own",
        100 * times.percentile_95 / stock.percentile_95,
        MAX_PERCENT_OF_STOCK,
        "%",
    )
    return replies


def print_table(bars: Thresholds, replies: list[BenchResult], stock: list[BenchResult]) -> None:
    measures = ("S@1", "S@10", "MRR", "P@10")
    print_line(f"{'through the pages':<18}{'':>{8 * len(measures)}}   Wagtail's own, {SAMPLE} of each")
    print_line(f"{'':<12}{'n':>6}{2 * ''.join(f'{measure:>8}' for measure in measures)}")
    of_stock = compute_quality(stock)
    for kind, measured in compute_quality(replies).items():
        number = sum(reply.question.kind == kind for reply in replies)
        values = "".join(f"{of[measure]:8.3f}" for of in (measured, of_stock[kind]) for measure in measures)
        thresholds = QUALITY[kind[0]].items()
        cells = [bars.at_least(f"{kind} {measure}", measured[measure], least) for measure, least in thresholds]
        print_line(f"{kind:<12}{number:>6}{values}  {', '.join(cells)}")


if __name__ == "__main__":
    main()
