"""Nightly backups, of which the latest are kept."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from mysite.background_command import BackgroundCommand
from mysite.local_time import get_night
from mysite.signals import nightly

from .writing import get_folder

#: The files that count and may be deleted; not those made before a restore.
_NAME = re.compile(r"portal-\d{4}-\d\d-\d\d-\d{6}\.zip")

_command = BackgroundCommand("backup")


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
    if settings.BACKUP_DIR and not has_backup_of_this_night():
        _command.start(f"--keep={settings.BACKUP_KEEP}")


def has_backup_of_this_night() -> bool:
    newest = next(iter(list_backups(get_folder())), None)
    if newest is None:
        return False
    return get_night(datetime.fromtimestamp(newest.stat().st_mtime, UTC)) >= get_night()
