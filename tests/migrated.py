"""A migrated SQLite database kept from the last run: migrating takes longer than most of the tests that need it.

It is kept in var/tests under a digest of all migrations and requirements; a change of either makes a new one.
"""

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from mysite.translations import CODE_FOLDERS

KEPT = Path(settings.BASE_DIR) / "var" / "tests"


def template() -> Path:
    """Where the migrated database of this state of the code is kept, or will be."""
    migrations = [path for app in CODE_FOLDERS for path in (settings.BASE_DIR / app / "migrations").glob("*.py")]
    digest = hashlib.sha256()
    for path in sorted([*migrations, settings.BASE_DIR / "requirements.txt"]):
        digest.update(path.name.encode() + path.read_bytes())
    return KEPT / f"{digest.hexdigest()[:16]}.sqlite3"


def start_from_template(name: str) -> None:
    """Put the kept database, if there is one, where the test database called ``name`` is about to be."""
    if template().exists():
        shutil.copyfile(template(), name)


def keep_as_template() -> None:
    """Keep the test database, which has just been migrated, for the next run; forget those of other states."""
    kept = template()
    if kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = KEPT / f"{os.getpid()}.draft"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(kept)
