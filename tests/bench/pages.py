"""How many times longer our pages take than a page with nothing on it, on the demo content.

Machines differ, ratios hardly do: every round measures the baseline and all subjects in turn, and the ratio is that of
their medians. A ratio above its limit fails the run. A new benchmark is a line in ``subjects`` and one in ``LIMITS``.
"""

import io
import os
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.bench.database import own_database

BASELINE = "empty Wagtail page"
LIMITS = {
    "home page": 25.0,
    "section page": 12.0,
    "article page": 12.0,
    "event list": 15.0,
    "month of events": 12.0,
    "event page": 12.0,
}
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))


def main() -> list[str]:
    """Print the table; return what is above its limit."""
    with own_database():
        call_command("seed_demo", verbosity=0, stdout=io.StringIO())
        addresses = subjects()
        client = Client()
        queries = {name: count_queries(client, address) for name, address in addresses.items()}
        medians = measure(client, addresses)
    print(f"{'':24}{'median':>10}{'ratio':>8}{'limit':>8}{'queries':>9}")
    too_slow = []
    for name, median in medians.items():
        ratio, limit = median / medians[BASELINE], LIMITS.get(name)
        print(f"{name:24}{median * 1000:7.2f} ms{ratio:8.2f}{limit or '':>8}{queries[name]:9}")
        if limit and ratio > limit:
            too_slow.append(f"{name}: {ratio:.1f} times the empty page, at most {limit}")
    return too_slow


def subjects() -> dict[str, str]:
    """The address of every page to measure, by name; the baseline first."""
    from home.models import HomePage
    from newsroom.models import EventPage, EventSection, NewsPage

    home = HomePage.objects.get(slug="home")
    # Wagtail's own page class and template: our middlewares and Wagtail's routing, and nothing else.
    empty = home.add_child(instance=Page(title="Bench", slug="bench"))
    article = max(NewsPage.objects.child_of(NewsPage.objects.first().get_parent()).live(), key=lambda page: page.pk)
    events = EventSection.objects.child_of(home).live().first()
    event = EventPage.objects.descendant_of(events).live().order_by("-pk").first()
    return {
        BASELINE: empty.url,
        "plain answer (/healthz)": "/healthz/live",
        "home page": home.url,
        "section page": article.get_parent().url,
        "article page": article.url,
        "event list": events.url,
        "month of events": f"{events.url}?thang={event.start_date:%Y-%m}",
        "event page": event.url,
    }


def count_queries(client: Client, address: str) -> int:
    """Warm the caches and renditions up, then count the queries of one answer."""
    for _ in range(3):
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def measure(client: Client, addresses: dict[str, str]) -> dict[str, float]:
    """Seconds for one answer of each address: the median over rounds that take them in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            start = time.perf_counter()
            client.get(address)
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}
