"""Makes backups while the portal runs: first a snapshot of the database, then the media files."""

import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from mysite.media.deletion import LockedError, keep_deleted_files
from mysite.media.orphan_files import Cursor, read_file_names

from . import postgres, sqlite
from .archive import DATABASE, MEDIA, add_file, add_manifest, check_space, is_valid_name
from .manifest import BackupError, Manifest

#: Beginning of the temporary folder in which a backup is made; one that is left over was interrupted.
WORK_PREFIX = ".backup-"
#: Beginning of the temporary files of uploads in progress.
UPLOAD_PREFIX = ".upload-"


@dataclass(frozen=True)
class Backup:
    """A complete backup file."""

    path: Path
    manifest: Manifest

    @property
    def media_count(self) -> int:
        return len(self.manifest.files) - 1


def get_folder() -> Path:
    """Return the default folder for backups."""
    return Path(settings.BACKUP_DIR or Path(settings.DATA_DIR) / "backups")


def make_backup(folder: Path) -> Backup:
    """Write a backup to ``folder``; raises ``BackupError`` if it cannot be made, or another one is running."""
    try:
        with keep_deleted_files() as deleted:
            return make_backup_in_lock(folder, deleted)
    except LockedError as error:
        raise BackupError(str(error)) from error


def make_backup_in_lock(folder: Path, deleted: Path, suffix: str = "") -> Backup:
    """Write a backup, readable for its owner only; there is either a complete file or none.

    ``deleted`` is the folder of ``keep_deleted_files``.
    """
    if folder.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupError("Backups cannot be kept in the media folder, which visitors can read")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for interrupted in folder.glob(f"{WORK_PREFIX}*"):
            shutil.rmtree(interrupted, ignore_errors=True)
        shutil.rmtree(deleted, ignore_errors=True)  # files deleted before the snapshot are not in it
        made_at, path = choose_name(folder, suffix)
        with tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=folder) as work:
            archive = Path(work) / path.name
            manifest = write_archive(archive, made_at, deleted)
            archive.rename(path)
    except DatabaseError as error:
        raise BackupError(f"The database cannot be read: {error}") from error
    except OSError as error:
        raise BackupError(f"The backup cannot be written to {folder}: {error.strerror or error}") from error
    return Backup(path, manifest)


def choose_name(folder: Path, suffix: str) -> tuple[datetime, Path]:
    """Return the time and a new name made of it; wait if there is a backup of this second."""
    while True:
        made_at = timezone.localtime(timezone=timezone.get_default_timezone())
        path = folder / f"portal-{made_at:%Y-%m-%d-%H%M%S}{suffix}.zip"
        if not path.exists():
            return made_at, path
        time.sleep(0.1)


def write_archive(path: Path, made_at: datetime, deleted: Path) -> Manifest:
    """Write database, media and manifest to the new file ``path``."""
    check_space(measure_database() + measure_media(), path.parent)
    snapshot = path.with_suffix(".database")
    manifest = Manifest(made_at.isoformat(timespec="seconds"), connection.vendor, [])
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        with zipfile.ZipFile(out, "w") as archive:
            with make_snapshot(snapshot) as cursor:
                referenced = read_file_names(cursor)
                cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
                manifest.migrations = [list(row) for row in cursor.fetchall()]
            with snapshot.open("rb") as source:
                manifest.files[DATABASE] = add_file(archive, DATABASE, source, compress=True)
            snapshot.unlink()
            for name in sorted({*list_media(), *referenced}):
                entry = f"{MEDIA}{name}"
                media = open_media(name, deleted) if is_valid_name(entry) else None
                if media:
                    with media:
                        manifest.files[entry] = add_file(archive, entry, media)
                elif name in referenced:
                    manifest.missing.append(name)
            add_manifest(archive, manifest)
        out.flush()
        os.fsync(out.fileno())
    return manifest


def make_snapshot(target: Path) -> AbstractContextManager[Cursor]:
    module = sqlite if connection.vendor == "sqlite" else postgres
    return module.make_snapshot(target)


def measure_database() -> int:
    """Return the size of the database in bytes; the snapshot is not larger, but exists twice for a moment."""
    if connection.vendor == "sqlite":
        return 2 * Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def measure_media() -> int:
    """Return the size of all media files in bytes; some may be deleted meanwhile."""
    size = 0
    for file in list_media().values():
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def list_media() -> dict[str, Path]:
    """Return all media files by name, except uploads in progress. Links to folders are followed."""
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix(): path for path in _walk(root, set()) if is_text(path)}


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path]:
    if folder.resolve() in seen or not folder.is_dir():
        return
    seen.add(folder.resolve())
    for path in folder.iterdir():
        if path.is_dir():
            yield from _walk(path, seen)
        elif path.is_file() and not path.name.startswith(UPLOAD_PREFIX):
            yield path


def is_text(path: Path) -> bool:
    """Return whether the name is valid UTF-8, as all names in the database are."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def open_media(name: str, deleted: Path) -> BinaryIO | None:
    """Open a media file as it was when the snapshot was made, or return None if it did not exist.

    It may be deleted at any time, and its name used again. So the deleted file is looked for after the other one has
    been opened: either it is not deleted yet, or it is found.
    """
    current = _open(Path(settings.MEDIA_ROOT) / name)
    earlier = _open(deleted / name)
    if current and earlier:
        current.close()
    return earlier or current


def _open(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
