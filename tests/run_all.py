"""``make test``: every test on SQLite, then those that use the database on PostgreSQL.

What this machine cannot run is left out and named; with CI=true that is a failure.
"""

import os
import subprocess
import sys

from tests import services


def main() -> int:
    left_out, deselected = [], []
    if services.chromium() is None:
        left_out.append("browser tests: there is no Chromium (install it, or name it in CHROMIUM)")
        deselected.append("not browser")
    if problem := services.redis_problem():
        left_out.append(f"Redis tests: {services.REDIS_URL} does not answer ({problem})")
        deselected.append("not redis")
    databases = ["sqlite", "postgres"]
    if problem := services.postgres_problem():
        left_out.append(f"tests on PostgreSQL: TEST_POSTGRES_URL does not answer ({problem})")
        databases.remove("postgres")
    for line in left_out:
        print(f"Left out: {line}", flush=True)
    if left_out and os.environ.get("CI") == "true":
        print("With CI=true nothing may be left out.", file=sys.stderr)
        return 1
    for database in databases:
        print(f"Tests on {database}", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]]
        if deselected:
            command += ["-m", " and ".join(deselected)]
        status = subprocess.run(command, env={**os.environ, "TEST_DATABASE": database}, check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
