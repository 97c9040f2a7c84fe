"""Template databases that test databases are copied from, because migrating takes longer than most tests.

``python -m tests.support.template_databases`` makes the one of TEST_DATABASE before the workers of a run start. On
SQLite it is a file in var/tests, on PostgreSQL a template database. Its name has a digest of our migrations and the
installed packages, so that a change of either makes a new one, and ``make test-next`` has one of its own.
"""

import hashlib
import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from mysite.i18n.catalogues import CODE_FOLDERS
from tests.support.services import POSTGRES_URL, find_postgres_programs

FOLDER = Path(__file__).resolve().parents[2] / "var" / "tests"
PREFIX = "portal_template_"


def compute_digest() -> str:
    migrations = [path for app in CODE_FOLDERS for path in (settings.BASE_DIR / app / "migrations").glob("*.py")]
    digest = hashlib.sha256()
    indexes = settings.BASE_DIR / "mysite" / "pages" / "indexes.py"
    for path in [*sorted(migrations), indexes]:
        digest.update(path.name.encode() + path.read_bytes())
    for package in sorted(f"{package.name} {package.version}" for package in metadata.distributions()):
        digest.update(package.encode())
    return digest.hexdigest()[:16]


def get_sqlite_template() -> Path:
    return FOLDER / f"{compute_digest()}.sqlite3"


def copy_sqlite_template(name: str | Path) -> None:
    """Copy the template, if it exists, to the path of the test database ``name``."""
    if get_sqlite_template().exists():
        shutil.copyfile(get_sqlite_template(), name)


def save_sqlite_template() -> None:
    """Save the newly migrated test database for the next run and delete outdated templates."""
    template = get_sqlite_template()
    if template.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in [*FOLDER.glob("*.sqlite3"), *FOLDER.glob("*.sql")]:
        if old != get_postgres_dump():  # it may be new
            old.unlink(missing_ok=True)
    draft = FOLDER / f"{os.getpid()}.draft"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(template)


def find_postgres_template() -> str | None:
    """Return the name of the template database, or None if it does not exist for this version of the code."""
    name = f"{PREFIX}{compute_digest()}"
    return name if name in list_postgres_templates() else None


def get_postgres_dump() -> Path:
    """Return the path of the template's dump, for servers of a test's own."""
    return FOLDER / f"{compute_digest()}.sql"


def dump_postgres_template() -> None:
    """Dump the template, unless ``pg_dump`` is missing or older than the server: then those tests migrate."""
    draft, programs = FOLDER / f"{os.getpid()}.draft", find_postgres_programs()
    if programs is None:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = f"{POSTGRES_URL.rpartition('/')[0]}/{find_postgres_template()}"
    dump = [programs / "pg_dump", "--no-owner", "-d", source, "-f", draft]
    if subprocess.run(dump, check=False).returncode == 0:
        draft.replace(get_postgres_dump())


def list_postgres_templates() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        return [name for (name,) in cursor.fetchall()]


def make_postgres_template() -> None:
    """Migrate a new template database and delete outdated ones."""
    with connection._nodb_cursor() as cursor:
        for old in list_postgres_templates():
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(old)}")
    # It gets its final name when complete, so that an interrupted run leaves no half-migrated template.
    draft = f"{PREFIX}draft_{os.getpid()}"
    connection.settings_dict["TEST"] |= {"NAME": draft, "MIGRATE": True}
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    with connection._nodb_cursor() as cursor:
        name = connection.ops.quote_name(f"{PREFIX}{compute_digest()}")
        cursor.execute(f"ALTER DATABASE {connection.ops.quote_name(draft)} RENAME TO {name}")


def main() -> None:
    django.setup()
    if connection.vendor == "postgresql":
        if find_postgres_template() is None:
            make_postgres_template()
        if not get_postgres_dump().exists():
            dump_postgres_template()
    elif not get_sqlite_template().exists():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        save_sqlite_template()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.test")
    main()
