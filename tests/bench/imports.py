"""Benchmarks the import on both databases: CPU time of an article without images, and memory, at several sizes.

The articles are those of the search benchmark. BENCH_IMPORTS=20000 goes on to that number of articles.
"""

from tests.bench import articles
from tests.bench.each_database import run_on_each_database


def main() -> list[str]:
    """Run the benchmark on each database and return the thresholds that are not met."""
    if not articles.ARTICLES.exists():
        print(f"Left out: imports, for there is no {articles.ARTICLES}; NEWS_DATA says where it is.")
        return []
    return run_on_each_database("imports", "tests.bench.imports_run")
