"""``manage.py delete_orphan_files``: deletes media files that no row and no revision refers to."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from mysite.media.orphan_files import Listing, database_names_files, find_orphans


class Command(BaseCommand):
    help = (
        "List image and document files older than a day that no row or revision refers to. "
        "With --delete, delete those listed by an earlier run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete the files listed by the previous run")

    def handle(self, *args: Any, **options: Any) -> None:
        if not database_names_files():
            raise CommandError("The database refers to no file at all, so it does not belong to this media folder")
        listing = Listing("orphan-files.json")
        listed = listing.read()
        if options["delete"] and listed is None:
            raise CommandError("No list exists yet: run the command without --delete first and check the list")
        orphans = find_orphans()
        deleted = {name for name in orphans if options["delete"] and name in (listed or ())}
        for name in deleted:
            default_storage.delete(name)
            self.stdout.write(f"deleted {name}")
        remaining = {name: size for name, size in orphans.items() if name not in deleted}
        for name, size in remaining.items():
            self.stdout.write(f"orphan  {name} ({filesizeformat(size)})")
        listing.write(remaining)
        total = filesizeformat(sum(remaining.values()))
        self.stdout.write(f"{len(deleted)} deleted; {len(remaining)} orphans left ({total}), listed in {listing.path}")
        if remaining and not options["delete"]:
            self.stdout.write("Nothing was deleted. Once you have read the list: delete_orphan_files --delete")
