from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from newsroom.importing.old_addresses import OldAddresses
from newsroom.models import ImportedArticle

#: So few that editors and visitors do not wait for the lock of SQLite.
ROWS_A_TRANSACTION = 200


class Command(BaseCommand):
    help = (
        "Let imported articles answer at their old portal's addresses. The import does so itself; this is for"
        " articles imported by an older version, and safe to repeat."
    )

    def handle(self, **options: Any) -> None:
        rows = ImportedArticle.objects.filter(page__isnull=False, source_url__isnull=False).order_by("pk")
        rows = rows.select_related("page__locale").defer("page__body", "page__corrections")
        addresses = OldAddresses()
        done = lost = last = 0
        while batch := list(rows.filter(pk__gt=last)[:ROWS_A_TRANSACTION]):
            with transaction.atomic():
                remarks = [addresses.keep(row.source_url, row.page) for row in batch]
            done, lost, last = done + len(batch), lost + sum(map(bool, remarks)), batch[-1].pk
            for row, remark in zip(batch, remarks, strict=True):
                if remark:
                    self.stdout.write(f"“{row.title}”: {remark}")
        self.stdout.write(f"Of {done:,} old addresses {done - lost:,} lead to their articles, {lost:,} are lost.")
