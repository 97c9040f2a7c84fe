"""The articles of the search benchmark: thousands of real ones, imported, and copies combined from them."""

import gzip
import hashlib
import io
import itertools
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Max, QuerySet
from modelsearch.backends import get_search_backend
from wagtail.blocks import StreamValue
from wagtail.models import Page

from newsroom.models import ImportedArticle, NewsPage
from tests.bench.database import create_database
from tests.support import template_databases

DATA = Path(os.environ.get("NEWS_DATA", settings.BASE_DIR.parent / "shared" / "data"))
ARTICLES = DATA / "news-5k.jsonl.gz"
BATCH = 500


@contextmanager
def create_article_database() -> Iterator[None]:
    """Create a database with the articles. If BENCH_CACHE names a folder, it is cached there for the next run."""
    kept = _get_cached_database()
    if kept and kept.exists():
        shutil.copyfile(kept, connection.settings_dict["TEST"]["NAME"])
    with create_database(is_there=bool(kept and kept.exists())):
        if not NewsPage.objects.exists():
            call_command("import_articles", str(ARTICLES), stdout=io.StringIO())
            if kept:
                _cache_database(kept)
        yield


def _get_cached_database() -> Path | None:
    """Return the path of the cached database for these articles and migrations."""
    folder = os.environ.get("BENCH_CACHE")
    if not folder or connection.vendor != "sqlite":
        return None
    digest = hashlib.sha256(ARTICLES.read_bytes() + template_databases.compute_digest().encode()).hexdigest()
    return Path(folder) / f"articles-{digest[:16]}.sqlite3"


def _cache_database(kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(kept)


def vacuum_and_analyze() -> None:
    """Run VACUUM ANALYZE on PostgreSQL, as its autovacuum would within minutes. SQLite has no autovacuum.

    VACUUM is left out in a transaction, as of a test.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def map_urls_to_ids() -> dict[str, int]:
    """Map the URL of each article's page to its number in the data."""
    with_numbers = {article["source_url"]: article["id"] for article in read_articles()}
    imported = ImportedArticle.objects.select_related("page").defer("page__body", "page__corrections")
    return {article.page.url: with_numbers[article.source_url] for article in imported}


def read_articles() -> Iterator[dict[str, Any]]:
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def multiply_articles(copies: int) -> None:
    """Add ``copies`` new articles for each existing one, combined from halves of it and of another.

    Rows are inserted in bulk: publishing the articles one by one would take most of an hour.
    """
    numbers = list(NewsPage.objects.order_by("pk").values_list("pk", flat=True))
    free_numbers = itertools.count(Page.objects.aggregate(last=Max("pk"))["last"] + 1)
    positions = TreePositions()
    for copy in range(1, copies + 1):
        shift = copy * 7 % len(numbers)
        others = numbers[shift:] + numbers[:shift]
        for pairs in batched(zip(numbers, others, strict=True), BATCH):
            pages = NewsPage.objects.in_bulk(set(itertools.chain.from_iterable(pairs)))
            made = [_combine_articles(pages[one], pages[other], next(free_numbers)) for one, other in pairs]
            for page in made:
                page.path = positions.below(page.path[: -Page.steplen])
            insert_articles(made)
    positions.save()
    index_articles(NewsPage.objects.filter(pk__gt=numbers[-1]))


def index_articles(articles: QuerySet[NewsPage]) -> None:
    index = get_search_backend()
    for batch in batched(articles.order_by("pk").iterator(BATCH), BATCH):
        index.add_bulk(NewsPage, batch)


def batched(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while batch := list(itertools.islice(items, size)):
        yield batch


def _combine_articles(one: NewsPage, other: NewsPage, number: int) -> NewsPage:
    title = " ".join(join_halves(one.title.split(), other.title.split()))
    return copy_article(one, number, title, join_halves(list(one.body.raw_data), list(other.body.raw_data)))


def copy_article(article: NewsPage, number: int, title: str, body: list) -> NewsPage:
    """Return an unsaved page with the primary key ``number`` at the tree position of ``article``."""
    title, slug = title[:255], f"{article.slug[:200]}-{number}"
    values = {field.attname: getattr(article, field.attname) for field in NewsPage._meta.concrete_fields}
    values |= {"id": number, "page_ptr_id": number, "translation_key": uuid.uuid4()}
    values |= {"latest_revision_id": None, "live_revision_id": None}
    values |= {"title": title, "draft_title": title, "body": StreamValue(article.body.stream_block, body, is_lazy=True)}
    values |= {"slug": slug, "url_path": f"{article.url_path[: -len(article.slug) - 1]}{slug}/"}
    return NewsPage(**values)


def join_halves(one: list, other: list) -> list:
    return one[: (len(one) + 1) // 2] + other[len(other) // 2 :]


class TreePositions:
    """Allocates free positions in the page tree."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def below(self, path: str) -> str:
        if path not in self.last:
            last = Page.objects.get(path=path).get_last_child()
            self.last[path] = Page._str2int(last.path[-Page.steplen :])
        self.last[path] += 1
        return Page._get_path(path, len(path) // Page.steplen + 1, self.last[path])

    def save(self) -> None:
        for path in self.last:
            parent = Page.objects.get(path=path)
            Page.objects.filter(pk=parent.pk).update(numchild=parent.get_children().count())


def insert_articles(pages: list[NewsPage]) -> None:
    names = [field.attname for field in Page._meta.concrete_fields]
    Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in names}) for page in pages])
    # Multi-table inheritance: bulk_create() cannot write the parent rows.
    fields = NewsPage._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields] for page in pages]
    statement = f"INSERT INTO {NewsPage._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
