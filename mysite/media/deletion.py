"""Deleted media files while a backup runs: they are moved aside, because rows in the backup refer to them.

The backup locks a file in ``DATA_DIR``, which all processes of the portal share.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

#: Seconds to wait for the lock: deletions only look at it, another backup holds it.
PATIENCE = 2.0


class LockedError(Exception):
    """Another backup or restore is running."""


def get_lock_path() -> Path:
    return Path(settings.DATA_DIR) / "backup.lock"


def get_deleted_folder() -> Path:
    """Return the folder of files deleted during a backup. It is not below ``MEDIA_ROOT``, whose files are public."""
    return Path(settings.DATA_DIR) / "deleted-during-backup"


@contextmanager
def keep_deleted_files() -> Iterator[Path]:
    """Move deleted files to the yielded folder instead, and delete them after the block; one block at a time."""
    folder = get_deleted_folder()
    get_lock_path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(get_lock_path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)  # and unlock; the file stays, because another process may have opened it


def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise LockedError("Another backup or restore is running") from error
            time.sleep(0.05)
        else:
            return


def is_backup_running() -> bool:
    try:
        descriptor = os.open(get_lock_path(), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def move_aside(path: Path, name: str) -> None:
    """Move a media file to the folder of deleted files, unless one of the same name was deleted before."""
    kept = get_deleted_folder() / name
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        shutil.move(path, kept)
