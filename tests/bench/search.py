"""Search among thousands of real articles, on SQLite and PostgreSQL: how good, how fast, beside Wagtail's own.

The articles and questions are in the folder NEWS_DATA, ``../shared/data`` beside the checkout if it says nothing.
"""

import os
import subprocess
import sys

from tests import services
from tests.bench import articles

MISSED = "Not met: "


def main() -> list[str]:
    """Measure each database in a process of its own; return the bars that are not met."""
    if not articles.ARTICLES.exists():
        print(f"Left out: search, for there is no {articles.ARTICLES}; NEWS_DATA says where it is.")
        return []
    databases = ["sqlite", "postgres"]
    if problem := services.postgres_problem():
        print(f"Left out: search on PostgreSQL, for TEST_POSTGRES_URL does not answer ({problem})")
        databases.remove("postgres")
    return [line for database in databases for line in _missed_on(database)]


def _missed_on(database: str) -> list[str]:
    command = [sys.executable, "-m", "tests.bench.search_run"]
    environment = {**os.environ, "TEST_DATABASE": database, "PYTHONUTF8": "1"}
    missed = []
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith(MISSED):
                missed.append(line.removeprefix(MISSED).strip())
            else:
                print(line, end="", flush=True)
    if process.returncode:
        missed.append(f"search on {database} ended with status {process.returncode}")
    return missed
