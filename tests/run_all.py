"""``make test`` and ``make test-all``: all tests on SQLite, then those that use the database on PostgreSQL.

``make test-all`` (TEST_ALL=1) runs long checks in full; ``make test`` runs a sample of each (see
``tests/support/samples.py``). What this machine cannot run is left out and named; with CI=true that is a failure.
"""

import os
import subprocess
import sys

from tests.support import services
from tests.support.second_database import list_files


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
    return max([run_tests(database, without=list(missing)) for database in databases])


def make_template_databases(databases: list[str]) -> int:
    """Make all template databases in parallel, and return the first exit status other than 0."""
    command = [sys.executable, "-m", "tests.support.template_databases"]
    processes = [subprocess.Popen(command, env={**os.environ, "TEST_DATABASE": database}) for database in databases]
    return next(filter(None, [process.wait() for process in processes]), 0)


def run_tests(database: str, without: list[str]) -> int:
    """Run the tests on one database, without those with the given markers, and return the exit status."""
    print(f"Tests on {database}", flush=True)
    # What a whole run must reach, a part of it need not (tests/support/function_coverage.py).
    is_whole, is_long = not sys.argv[1:], os.environ.get("TEST_ALL") == "1"
    environment = {**os.environ, "TEST_DATABASE": database, "TEST_REACHED": str(int(is_whole))}
    environment["TEST_SAMPLED"] = str(int(is_whole and not is_long))
    files = list_files() if database == "postgres" and is_whole and not is_long else []
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        str((os.cpu_count() or 1) * 2),  # tests with a browser or servers wait most of their time
        "--dist",
        "worksteal",
        "--durations=20",
        *(sys.argv[1:] or files),
    ]
    if without:
        command += ["-m", " and ".join(f"not {marker}" for marker in without)]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
