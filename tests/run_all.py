"""``make test`` and ``make test-all``: all tests on SQLite, and beside them those that use the database on PostgreSQL.

``make test-all`` (TEST_ALL=1) runs long checks in full; ``make test`` runs a sample of each (see
``tests/support/samples.py``). What this machine cannot run is left out and named; with CI=true that is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from typing import IO

from tests.support import services


def main() -> int:
    missing = services.find_missing_services()
    left_out = list(missing.values())
    databases = ["sqlite", "postgres"]
    if problem := services.find_postgres_problem():
        left_out.append(f"tests on PostgreSQL: TEST_POSTGRES_URL does not answer ({problem})")
        databases.remove("postgres")
    for line in left_out:
        print(f"Left out: {line}", flush=True)
    if left_out and os.environ.get("CI") == "true":
        print("With CI=true nothing may be left out.", file=sys.stderr)
        return 1
    # All processes of a run share compiled modules, of which the tests' are the slowest to compile.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if status := make_template_databases(databases):
        return status
    return run_tests(databases, without=list(missing))


def make_template_databases(databases: list[str]) -> int:
    """Make all template databases in parallel, and return the first exit status other than 0."""
    command = [sys.executable, "-m", "tests.support.template_databases"]
    processes = [subprocess.Popen(command, env={**os.environ, "TEST_DATABASE": database}) for database in databases]
    return next(filter(None, [process.wait() for process in processes]), 0)


def run_tests(databases: list[str], without: list[str]) -> int:
    """Run the tests on all databases at once, without those with the given markers; return the first failing status.

    The output of the second database is printed when the first is done.
    """
    with ExitStack() as files:
        runs = []
        for database in databases:
            output = files.enter_context(tempfile.TemporaryFile()) if runs else None
            runs.append((database, output, start_tests(database, without, output)))
        statuses = []
        for database, output, process in runs:
            print(f"Tests on {database}", flush=True)
            statuses.append(process.wait())
            if output:
                output.seek(0)
                shutil.copyfileobj(output, sys.stdout.buffer)
                sys.stdout.flush()
    return next(filter(None, statuses), 0)


def start_tests(database: str, without: list[str], output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Start pytest on one database, without the tests with the given markers."""
    # What a whole run must reach, a part of it need not (tests/support/function_coverage.py).
    environment = {**os.environ, "TEST_DATABASE": database, "TEST_REACHED": "0" if sys.argv[1:] else "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        str(count_workers(database)),
        "--dist",
        "worksteal",
        "--durations=20",
        *sys.argv[1:],
    ]
    if without:
        command += ["-m", " and ".join(f"not {marker}" for marker in without)]
    return subprocess.Popen(command, env=environment, stdout=output, stderr=output)


def count_workers(database: str) -> int:
    """Return one worker more than processors for SQLite, whose tests in the browser wait, and half for PostgreSQL.

    The second run has a third of the first's work.
    """
    processors = os.cpu_count() or 1
    return processors + 1 if database == "sqlite" else max(1, processors // 2)


if __name__ == "__main__":
    sys.exit(main())
