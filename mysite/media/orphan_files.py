"""Orphaned media files, which interrupted uploads and duplicate renditions leave behind."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.db.models import FileField
from django.utils import timezone
from wagtail.models import Revision

FOLDERS = ("original_images", "images", "documents")
#: A younger file may belong to an upload in progress, whose row does not exist yet.
MINIMUM_AGE = timedelta(days=1)
_NAME = re.compile(rf"(?:{'|'.join(FOLDERS)})/[^\"\\]+")


class Listing:
    """The orphans that a run has found, in a file: the next run may delete only those.

    The command and housekeeping each have one, so that the command deletes nothing but what somebody has read.
    """

    def __init__(self, name: str) -> None:
        self.path = Path(settings.DATA_DIR) / name

    def write(self, orphans: dict[str, int]) -> None:
        self.path.write_text(json.dumps(sorted(orphans), indent=0))

    def read(self) -> set[str] | None:
        """Return the names of the files, or None if there was no run yet."""
        try:
            return set(json.loads(self.path.read_text()))
        except FileNotFoundError:
            return None


def find_orphans(storage: Storage = default_storage, age: timedelta = MINIMUM_AGE) -> dict[str, int]:
    """Return the orphans in ``FOLDERS`` with their sizes: older than ``age``, not referred to by a row or revision.

    Files are listed before rows are read, so that files uploaded meanwhile are not included.
    """
    limit = timezone.now() - max(age, MINIMUM_AGE)
    candidates = {
        name for folder in FOLDERS for name in list_files(storage, folder) if storage.get_modified_time(name) < limit
    }
    candidates -= _files_in_database()
    if candidates:
        candidates -= _files_in_revisions()
    return {name: storage.size(name) for name in sorted(candidates)}


def database_names_files() -> bool:
    """Return whether the database refers to any file. If not, it does not belong to this media folder."""
    return bool(_files_in_database())


def list_files(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the names of all files below a folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for below in folders:
        yield from list_files(storage, f"{folder}/{below}")


class Cursor(Protocol):
    """A cursor of Django or of the database's own driver."""

    def execute(self, sql: str) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def read_file_names(cursor: Cursor) -> set[str]:
    """Return the names in the file fields of all models."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields if model._meta.managed and not model._meta.proxy else ():
            if isinstance(field, FileField):
                cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')  # noqa: S608
                names.update(name for (name,) in cursor.fetchall() if name)
    return names


def _files_in_database() -> set[str]:
    with connection.cursor() as cursor:
        return read_file_names(cursor)


def _files_in_revisions() -> set[str]:
    names: set[str] = set()
    for content in Revision.objects.values_list("content", flat=True).iterator(chunk_size=200):
        names.update(_NAME.findall(json.dumps(content, ensure_ascii=False)))
    return names
