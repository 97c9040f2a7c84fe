"""Runs a benchmark on SQLite and on PostgreSQL, each in a process of its own."""

import os
import subprocess
import sys

from tests.support import services

MISSED_PREFIX = "Not met: "


def run_on_each_database(name: str, module: str) -> list[str]:
    """Run ``python -m module`` with each database and return the thresholds that are not met."""
    databases = ["sqlite", "postgres"]
    if problem := services.find_postgres_problem():
        print(f"Left out: {name} on PostgreSQL, for TEST_POSTGRES_URL does not answer ({problem})")
        databases.remove("postgres")
    return [line for database in databases for line in _run_on_database(name, module, database)]


def _run_on_database(name: str, module: str, database: str) -> list[str]:
    environment = {**os.environ, "TEST_DATABASE": database, "PYTHONUTF8": "1"}
    missed = []
    with subprocess.Popen(
        [sys.executable, "-m", module], env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith(MISSED_PREFIX):
                missed.append(line.removeprefix(MISSED_PREFIX).strip())
            else:
                print(line, end="", flush=True)
    if process.returncode:
        missed.append(f"{name} on {database} ended with status {process.returncode}")
    return missed
