"""``make lint``: every check of the source that needs no running portal. All of them run, then the verdict."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mysite.translations import CODE_FOLDERS

PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]


def main() -> int:
    templates = [str(path) for path in tracked("*.html") if "/templates/" in path]
    checks = {
        "ruff": [*PYTHON, "ruff", "check", "--quiet", "."],
        "format": [*PYTHON, "ruff", "format", "--quiet", "--check", "."],
        "templates": [str(Path(sys.executable).with_name("djade")), "--target-version", "5.2", "--check", *templates],
        "types": [*PYTHON, "mypy", "--no-error-summary", *CODE_FOLDERS],
        "system checks": [*MANAGE, "check", "--fail-level", "WARNING"],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "translations": [*MANAGE, "check_translations"],
    }
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mysite.settings.test"}
    failed = []
    for name, command in checks.items():
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            failed.append(name)
            print(f"--- {name}\n{done.stdout}{done.stderr}".rstrip(), flush=True)
    if shutil.which("xgettext") is None:
        print("Left out: whether the catalogue has every text of the code (install gettext)")
        if os.environ.get("CI") == "true":
            failed.append("left out under CI=true")
    print(f"lint: {', '.join(failed)} failed" if failed else f"lint: {', '.join(checks)} passed")
    return 1 if failed else 0


def tracked(pattern: str) -> list[str]:
    """The files of the project that match, git's ignored ones excepted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z", pattern]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [name for name in names if name and os.path.exists(name)]


if __name__ == "__main__":
    sys.exit(main())
