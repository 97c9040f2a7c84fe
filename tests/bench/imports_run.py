"""``python -m tests.bench.imports_run``: the benchmark of the import on one database, that of TEST_DATABASE."""

import io
import itertools
import json
import os
import resource
import tempfile
import time
import uuid
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from newsroom.models import ImportedArticle, NewsPage, NewsPageByline
from tests.bench import articles
from tests.bench.bars import Thresholds, print_line
from tests.bench.database import create_database
from tests.bench.each_database import MISSED_PREFIX
from tests.bench.limits import IMPORT, IMPORT_MEMORY_GROWTH
from tests.bench.servers import read_cpu

#: Articles in the portal after each part of the import.
SIZES = [500, *range(5000, int(os.environ.get("BENCH_IMPORTS", "5000")) + 1, 5000)]


def main() -> None:
    bars = Thresholds(connection.vendor)
    with create_database(), tempfile.TemporaryDirectory() as folder:
        measure(bars, Path(folder))
    for line in bars.missed:
        print_line(f"{MISSED_PREFIX}{line}")


def measure(bars: Thresholds, folder: Path) -> None:
    records = iter_records()
    first_peak, before = 0.0, 0
    for size in SIZES:
        path = folder / f"{size}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in itertools.islice(records, size - before))
        cpu = read_import_cpu()
        call_command("import_articles", str(path), stdout=io.StringIO())
        number = NewsPage.objects.count() - before
        assert number == size - before, f"{number} articles of {size - before} were imported"
        bars.at_most(f"an article, up to {size:,}", (read_import_cpu() - cpu) * 1000 / number, IMPORT)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        first_peak = first_peak or peak
        bars.at_most(f"growth of {first_peak:.0f} MB, up to {size:,}", peak - first_peak, IMPORT_MEMORY_GROWTH, "MB")
        if not before:
            print_line(f"{'the same rows in bulk':60}{measure_bulk():9.1f} ms")
            cpu = read_import_cpu()
            call_command("import_articles", str(path), stdout=io.StringIO())
            print_line(f"{'an article that is there':60}{(read_import_cpu() - cpu) * 1000 / number:9.1f} ms")
            records = itertools.islice(iter_records(), size, None)
        before = NewsPage.objects.count()


def read_import_cpu() -> float:
    """Return the CPU seconds of this process and of PostgreSQL's for its connection."""
    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    return time.process_time() + read_cpu(connection.connection.info.backend_pid)


def iter_records() -> Iterator[dict[str, Any]]:
    """Yield the articles of the data without end, each time with other titles and URLs."""
    for number in itertools.count():
        for record in articles.read_articles():
            if number:
                record |= {
                    "title": f"{record['title']} ({number})"[:255],
                    "source_url": f"{record['source_url']}?{number}",
                }
            yield record


def measure_bulk() -> float:
    """Return the CPU milliseconds of an article if all rows of an import are inserted in bulk, and roll back."""
    with transaction.atomic():
        spent = insert_copies()
        transaction.set_rollback(True)
    return spent * 1000 / NewsPage.objects.count()


def insert_copies() -> float:
    """Insert a copy of every imported row with a new id, and return the CPU seconds."""
    pages = list(NewsPage.objects.order_by("pk"))
    shift = Page.objects.aggregate(last=Max("pk"))["last"]
    kind = ContentType.objects.get_for_model(Page)
    revisions = list(Revision.objects.filter(base_content_type=kind, object_id__in=[str(page.pk) for page in pages]))
    references = list(
        ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=[str(page.pk) for page in pages])
    )
    records, bylines = list(ImportedArticle.objects.all()), list(NewsPageByline.objects.all())
    logs, redirects = list(PageLogEntry.objects.filter(page__in=pages)), list(Redirect.objects.all())
    cpu = read_import_cpu()
    positions, made = articles.TreePositions(), []
    for page in pages:
        twin = articles.copy_article(page, page.pk + shift, page.title, list(page.body.raw_data))
        twin.path = positions.below(page.path[: -Page.steplen])
        made.append(twin)
    for batch in articles.batched(made, articles.BATCH):
        articles.insert_articles(batch)
    copy_rows(revisions, object_id=lambda row: str(int(row.object_id) + shift))
    copy_rows(
        references, object_id=lambda row: str(int(row.object_id) + shift), content_path_hash=lambda row: uuid.uuid4()
    )
    copy_rows(records, page_id=lambda row: row.page_id + shift, source_url=lambda row: f"{row.source_url}?copy")
    copy_rows(bylines, article_id=lambda row: row.article_id + shift, translation_key=lambda row: uuid.uuid4())
    copy_rows(logs, page_id=lambda row: row.page_id + shift)
    copy_rows(
        redirects,
        old_path=lambda row: f"{row.old_path}/copy",
        redirect_page_id=lambda row: row.redirect_page_id and row.redirect_page_id + shift,
    )
    articles.index_articles(NewsPage.objects.filter(pk__gt=shift))
    return read_import_cpu() - cpu


def copy_rows(rows: list[Model], **changes: Any) -> None:
    twins = []
    for row in rows:
        twin = copy(row)
        twin.pk = None
        for name, change in changes.items():
            setattr(twin, name, change(row))
        twins.append(twin)
    type(rows[0])._default_manager.bulk_create(twins, batch_size=articles.BATCH)


if __name__ == "__main__":
    main()
