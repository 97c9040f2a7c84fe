"""Benchmarks search among thousands of real articles on both databases: quality and speed, compared with Wagtail's.

Articles and queries are read from the folder NEWS_DATA, by default ``../shared/data`` beside the checkout.
"""

from tests.bench import articles
from tests.bench.each_database import run_on_each_database


def main() -> list[str]:
    """Run the benchmark on each database and return the thresholds that are not met."""
    if not articles.ARTICLES.exists():
        print(f"Left out: search, for there is no {articles.ARTICLES}; NEWS_DATA says where it is.")
        return []
    return run_on_each_database("search", "tests.bench.search_run")
