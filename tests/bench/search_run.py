"""``python -m tests.bench.search_run``: the benchmark of search on one database, that of TEST_DATABASE."""

import os
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import translation

from newsroom.models import NewsPage
from tests.bench import articles, engines
from tests.bench.bars import Bars, say
from tests.bench.questions import Question, Reply, Times, Visitor, quality, questions, some
from tests.bench.search import MISSED

#: The least that the measures of score.py may be, by the first letter of the kind of question.
QUALITY = {letter: {"S@1": 0.98} for letter in "abcdefhj"} | {
    "g": {"S@1": 0.92, "S@10": 0.94},
    "i": {"P@10": 0.98},
    "k": {"S@1": 0.96},
}
#: The most milliseconds that 95 searches in 100 may take, among the articles and among COPIES times as many more.
SEARCH, SEARCH_IN_MORE = 150, {"sqlite": 300, "postgresql": 200}
SUGGESTIONS, WORST, PUBLISHING, SECONDS_TO_INDEX = 30, 1000, 50, 30
#: The most of the time of Wagtail's own search, in per cent.
OF_STOCK = 25
#: Copies that are made of each article; questions of each kind where all would take too long; pages published.
COPIES, SAMPLE, PUBLISHED = 3, 20, 20


def main() -> None:
    bars = Bars(connection.vendor)
    start = time.perf_counter()
    with articles.imported_articles(), translation.override("vi"):
        say(f"-- {bars.database}: {NewsPage.objects.count():,} articles, there in {time.perf_counter() - start:.0f} s")
        measure(bars)
    for line in bars.missed:
        say(f"{MISSED}{line}")


def measure(bars: Bars) -> None:
    """All there is to measure, in the database as it is; in the end it has more articles."""
    say_how_busy()
    asked = questions()
    sample = some(asked, SAMPLE)
    index(bars)
    publish(bars)
    articles.put_in_order()
    visitor = Visitor()
    replies = [visitor.ask(question) for question in asked]
    measure_pages(bars, replies)
    stock = beside_stock(bars, sample)
    tabulate(bars, replies, stock)
    articles.multiply(COPIES)
    articles.put_in_order()
    say(f"-- {bars.database}: {NewsPage.objects.count():,} articles")
    say_how_busy()
    measure_search(bars, sample, SEARCH_IN_MORE[bars.database])
    # All that is being typed: of a few answers the slowest says more about the machine than about them.
    measure_pages(bars, [visitor.ask(question) for question in asked if question.is_being_typed or question in sample])


def say_how_busy() -> None:
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors:
        say(f"The machine is busy, times are longer than they are: load {load:.1f} on {processors} processors")


def index(bars: Bars) -> None:
    start = time.perf_counter()
    call_command("update_index", verbosity=0)
    bars.at_most("indexing all", time.perf_counter() - start, SECONDS_TO_INDEX, "s")


def publish(bars: Bars) -> None:
    """How much longer publishing takes with search than without; both in turn, so that they meet the same machine."""
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


def measure_pages(bars: Bars, replies: list[Reply]) -> None:
    say(f"the search page: {Times(replies)}")
    typing = Times(replies, of_typing=True)
    say(f"suggestions: {typing}")
    bars.at_most("suggestions, 95 in 100", typing.of_95, SUGGESTIONS)


def measure_search(bars: Bars, sample: list[Question], bar: float) -> Times:
    """The search itself: the first ten pages for each question."""
    engine = engines.ours()
    times = Times([engine.ask(question) for question in sample])
    say(f"search itself: {times}")
    bars.at_most("search, 95 in 100", times.of_95, bar)
    bars.at_most("search, the slowest", times.worst, WORST)
    return times


def beside_stock(bars: Bars, sample: list[Question]) -> list[Reply]:
    """Search and Wagtail's own with the same questions in the same minutes; return the replies of the latter."""
    times = measure_search(bars, sample, SEARCH)
    start = time.perf_counter()
    engine = engines.stock()
    articles.put_in_order()
    say(f"Wagtail's own index: made in {time.perf_counter() - start:.0f} s")
    replies = [engine.ask(question) for question in sample]
    stock = Times(replies)
    say(f"Wagtail's own search: {stock}")
    bars.at_most("search, 95 in 100, of Wagtail's own", 100 * times.of_95 / stock.of_95, OF_STOCK, "%")
    return replies


def tabulate(bars: Bars, replies: list[Reply], stock: list[Reply]) -> None:
    measures = ("S@1", "S@10", "MRR", "P@10")
    say(f"{'through the pages':<18}{'':>{8 * len(measures)}}   Wagtail's own, {SAMPLE} of each")
    say(f"{'':<12}{'n':>6}{2 * ''.join(f'{measure:>8}' for measure in measures)}")
    of_stock = quality(stock)
    for kind, measured in quality(replies).items():
        number = sum(reply.question.kind == kind for reply in replies)
        values = "".join(f"{of[measure]:8.3f}" for of in (measured, of_stock[kind]) for measure in measures)
        wanted = QUALITY[kind[0]].items()
        said = [bars.at_least(f"{kind} {measure}", measured[measure], least) for measure, least in wanted]
        say(f"{kind:<12}{number:>6}{values}  {', '.join(said)}")


if __name__ == "__main__":
    main()
