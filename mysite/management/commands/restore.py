"""``manage.py restore``: restores a file of ``manage.py backup`` into an empty portal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mysite.backups.manifest import BackupError
from mysite.backups.restoring import check_backup, restore_backup


class Command(BaseCommand):
    help = "Restore a backup into an empty portal. A damaged or foreign file is refused, and nothing is changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that manage.py backup has made")
        parser.add_argument("--check", action="store_true", help="check the file completely, but restore nothing")
        parser.add_argument("--replace", action="store_true", help="replace existing content, and back it up first")
        parser.add_argument(
            "--convert", action="store_true", help="restore a backup of SQLite into a portal on PostgreSQL"
        )
        parser.add_argument(
            "--any-key",
            action="store_true",
            help="accept a file made with another SECRET_KEY; only for one that you made yourself",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            if options["check"]:
                manifest = check_backup(file, any_key=options["any_key"])
            else:
                manifest = restore_backup(
                    file,
                    replace=options["replace"],
                    convert=options["convert"],
                    any_key=options["any_key"],
                    report=self.stdout.write,
                )
        except BackupError as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        content = f"database ({manifest.database}) and {len(manifest.files) - 1} media files of {manifest.made_at}"
        self.stdout.write(f"{'The backup is complete' if options['check'] else 'Restored'}: {content}")
        for name in manifest.missing:
            self.stderr.write(f"missing in the backup already: {name}")
