"""``manage.py backup``: writes database and media to one file, while the portal runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from mysite.backups.manifest import BackupError
from mysite.backups.retention import delete_old_backups
from mysite.backups.writing import get_folder, make_backup


class Command(BaseCommand):
    help = "Back up database and media to one file, while the portal runs. Copy the file to another machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", type=Path, help="the folder for the file; default: BACKUP_DIR, or backups in DATA_DIR"
        )
        parser.add_argument("--keep", type=int, metavar="N", help="then delete all but the N newest backups there")

    def handle(self, *args: Any, folder: Path | None, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be at least 1")
        folder = folder or get_folder()
        try:
            backup = make_backup(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        for name in backup.manifest.missing:
            self.stderr.write(f"missing already, the database refers to it: {name}")
        size = filesizeformat(backup.path.stat().st_size)
        self.stdout.write(f"{backup.path}: database and {backup.media_count} media files, {size}")
        for path in delete_old_backups(folder, keep) if keep else ():
            self.stdout.write(f"deleted {path.name}")
