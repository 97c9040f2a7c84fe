"""Portals for tests of backups: databases of their own, and digests of all that a portal contains."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from wagtail.models import Site

#: Changed by restoring itself.
CHANGED = {"mysite_contentgeneration", "sqlite_stat1"}

#: The test database by vendor: portals can be nested.
_migrated: dict[str, str] = {}


@contextmanager
def new_portal(folder: Path, *, is_migrated: bool = False) -> Iterator[Path]:
    """Switch to a new portal in ``folder``: its media folder and its database, with the rows of migrations or empty."""
    media = folder / "media"
    media.mkdir(parents=True)
    name = connection.settings_dict["NAME"]
    connection.close()
    _migrated.setdefault(connection.vendor, name)
    new = create_database(folder, _migrated[connection.vendor] if is_migrated else None)
    connection.settings_dict["NAME"] = new
    clear_caches()
    try:
        with override_settings(DATA_DIR=folder, MEDIA_ROOT=media, BACKUP_DIR=""):
            yield folder
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        clear_caches()
        drop_database(new)


def create_database(folder: Path, template: str | None) -> str:
    """Create a database, empty or as a copy of another one, and return its name."""
    if connection.vendor == "sqlite":
        file = folder / "portal.sqlite3"
        if template:
            with closing(sqlite3.connect(template)) as database:
                database.execute("VACUUM INTO ?", [str(file)])
        return str(file)
    name = f"portal_backup_{os.getpid()}_{uuid4().hex[:8]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE {name} TEMPLATE "{template or "template0"}"')
    return name


def drop_database(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def clear_caches() -> None:
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()


def digest_rows() -> dict[str, tuple[int, str]]:
    """Return the number of rows and a checksum of each table."""
    digests = {}
    with connection.cursor() as cursor:
        for table in sorted({*connection.introspection.table_names()} - CHANGED):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = sorted(map(repr, cursor.fetchall()))
            digests[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    connection.close()
    return digests


def digest_media() -> dict[str, str]:
    root = Path(settings.MEDIA_ROOT)
    files = (file for file in root.rglob("*") if file.is_file())
    return {str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def digest_portal() -> dict[str, object]:
    """Return the digests of all tables and all media files."""
    return {**digest_rows(), **digest_media()}
