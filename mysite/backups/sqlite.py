"""Snapshots of a SQLite database, made and restored with its online backup interface."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from .manifest import BackupError

#: The copy of the database of before, as long as a restore is not finished, and while it is written.
PREVIOUS, _DRAFT = "previous-database", "previous-database.draft"


@contextmanager
def make_snapshot(target: Path) -> Iterator[sqlite3.Cursor]:
    """Copy the database to ``target``; yield a cursor of the copy."""
    try:
        copy_database(Path(connection.settings_dict["NAME"]), target)
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be read: {error}") from error
    check_snapshot(target)
    with closing(sqlite3.connect(target)) as copy:
        yield copy.cursor()


def copy_database(source: Path, target: Path) -> None:
    """Copy all pages at once, so that writers need not wait and cannot make it start again."""
    with closing(sqlite3.connect(source, timeout=20)) as old, closing(sqlite3.connect(target, timeout=20)) as new:
        old.backup(new)


def check_snapshot(file: Path) -> None:
    """Raise ``BackupError`` unless ``file`` is an undamaged database; make it a single file, without its log."""
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
            result = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"The database in this backup is damaged: {error}") from error
    if result != "ok":
        raise BackupError(f"The database is damaged: {result}")


def load_snapshot(file: Path) -> None:
    """Replace the content of the portal's database, in one transaction."""
    connection.close()
    try:
        copy_database(file, Path(connection.settings_dict["NAME"]))
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be written: {error}") from error


@contextmanager
def replaced_database(folder: Path) -> Iterator[None]:
    """Keep a copy of the database in ``folder`` during the block, and bring it back if the block raises."""
    copy_database(Path(connection.settings_dict["NAME"]), folder / _DRAFT)
    (folder / _DRAFT).rename(folder / PREVIOUS)
    try:
        yield
    except BaseException:
        connection.close()
        bring_back(folder)
        raise
    (folder / PREVIOUS).unlink()


def bring_back(folder: Path) -> bool:
    """Bring back the database of before an unfinished restore; return whether there was one."""
    if not (folder / PREVIOUS).exists():
        return False
    copy_database(folder / PREVIOUS, Path(connection.settings_dict["NAME"]))
    (folder / PREVIOUS).unlink()
    return True
