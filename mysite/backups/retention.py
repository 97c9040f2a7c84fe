"""Nightly backups, of which the latest are kept."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from mysite.local_time import get_night
from mysite.signals import nightly

from .writing import get_folder

#: The files that count and may be deleted; not those made before a restore.
_NAME = re.compile(r"portal-\d{4}-\d\d-\d\d-\d{6}\.zip")

#: The latest one that was started, so that the scheduler does not wait for it.
_process: subprocess.Popen[bytes] | None = None


def list_backups(folder: Path) -> list[Path]:
    """Return the backups in ``folder``, newest first."""
    try:
        return sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)
    except FileNotFoundError:
        return []


def delete_old_backups(folder: Path, keep: int) -> list[Path]:
    """Delete all but the ``keep`` newest backups; return those deleted."""
    old = list_backups(folder)[max(keep, 1) :]
    for path in old:
        path.unlink(missing_ok=True)
    return old


@receiver(nightly)
def start_nightly_backup(**kwargs: Any) -> None:
    """Start ``manage.py backup`` beside the scheduler, unless there is a backup of this night."""
    global _process
    if not settings.BACKUP_DIR or has_backup_of_this_night():
        return
    if _process is not None and _process.poll() is None:
        return  # still writing the previous one
    command = [sys.executable, "-m", "django", "backup", f"--keep={settings.BACKUP_KEEP}"]
    _process = subprocess.Popen(command, cwd=settings.BASE_DIR)


def has_backup_of_this_night() -> bool:
    newest = next(iter(list_backups(get_folder())), None)
    if newest is None:
        return False
    return get_night(datetime.fromtimestamp(newest.stat().st_mtime, UTC)) >= get_night()
