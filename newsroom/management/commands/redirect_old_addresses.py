from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from newsroom.importing.writing.redirects import RedirectWriter
from newsroom.models import ImportedArticle

#: Small enough that editors and visitors do not wait for SQLite's write lock.
ROWS_PER_TRANSACTION = 200


class Command(BaseCommand):
    help = (
        "Create redirects from the old portal's URLs of imported articles. The import does this itself; use this"
        " command for articles imported by an older version. It is safe to repeat."
    )

    def handle(self, **options: Any) -> None:
        rows = ImportedArticle.objects.filter(page__isnull=False, source_url__isnull=False).order_by("pk")
        rows = rows.select_related("page__locale").defer("page__body", "page__corrections")
        writer = RedirectWriter()
        article_count = failure_count = last_pk = 0
        while batch := list(rows.filter(pk__gt=last_pk)[:ROWS_PER_TRANSACTION]):
            with transaction.atomic():
                remarks = [writer.create_redirect(row.source_url, row.page) for row in batch]
            article_count += len(batch)
            failure_count += sum(map(bool, remarks))
            last_pk = batch[-1].pk
            for row, remark in zip(batch, remarks, strict=True):
                if remark:
                    self.stdout.write(f"“{row.title}”: {remark}")
        self.stdout.write(
            f"{article_count - failure_count:,} of {article_count:,} old URLs redirect to their articles;"
            f" {failure_count:,} redirects could not be created."
        )
