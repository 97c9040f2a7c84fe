"""The articles to search among: thousands of real ones, imported, and as many again made of them."""

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
from django.db.models import Max
from modelsearch.backends import get_search_backend
from wagtail.blocks import StreamValue
from wagtail.models import Page

from newsroom.models import ImportedArticle, NewsPage
from tests import migrated
from tests.bench.database import own_database

DATA = Path(os.environ.get("NEWS_DATA", settings.BASE_DIR.parent / "shared" / "data"))
ARTICLES = DATA / "news-5k.jsonl.gz"
BATCH = 500


@contextmanager
def imported_articles() -> Iterator[None]:
    """A database with the articles in it. In the folder BENCH_CACHE, if there is one, it stays for the next run."""
    kept = _kept()
    if kept and kept.exists():
        shutil.copyfile(kept, connection.settings_dict["TEST"]["NAME"])
    with own_database(is_there=bool(kept and kept.exists())):
        if not NewsPage.objects.exists():
            call_command("import_articles", str(ARTICLES), stdout=io.StringIO())
            if kept:
                _keep(kept)
        yield


def _kept() -> Path | None:
    """Where the database is kept for these articles and the migrations of now."""
    folder = os.environ.get("BENCH_CACHE")
    if not folder or connection.vendor != "sqlite":
        return None
    digest = hashlib.sha256(ARTICLES.read_bytes() + migrated.template().name.encode()).hexdigest()
    return Path(folder) / f"articles-{digest[:16]}.sqlite3"


def _keep(kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(kept)


def put_in_order() -> None:
    """Do what PostgreSQL does by itself within minutes of such changes; SQLite does nothing of the kind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def numbers_by_address() -> dict[str, int]:
    """The number that each article has in the data, by the address of its page here."""
    with_numbers = {article["source_url"]: article["id"] for article in saved()}
    imported = ImportedArticle.objects.select_related("page").defer("page__body", "page__corrections")
    return {article.page.url: with_numbers[article.source_url] for article in imported}


def saved() -> Iterator[dict[str, Any]]:
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def multiply(copies: int) -> None:
    """Add ``copies`` new articles for every one there is, each made of one half of it and one half of another.

    Straight into the tables: publishing them one by one would take the better part of an hour.
    """
    numbers = list(NewsPage.objects.order_by("pk").values_list("pk", flat=True))
    free_numbers = itertools.count(Page.objects.aggregate(last=Max("pk"))["last"] + 1)
    places = _Places()
    for copy in range(1, copies + 1):
        shift = copy * 7 % len(numbers)
        others = numbers[shift:] + numbers[:shift]
        for pairs in batched(zip(numbers, others, strict=True), BATCH):
            pages = NewsPage.objects.in_bulk(set(itertools.chain.from_iterable(pairs)))
            made = [_made_of(pages[one], pages[other], next(free_numbers)) for one, other in pairs]
            for page in made:
                page.path = places.below(page.path[: -Page.steplen])
            _insert(made)
    places.save()
    index = get_search_backend()
    for batch in batched(NewsPage.objects.filter(pk__gt=numbers[-1]).order_by("pk").iterator(BATCH), BATCH):
        index.add_bulk(NewsPage, batch)


def batched(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while batch := list(itertools.islice(items, size)):
        yield batch


def _made_of(one: NewsPage, other: NewsPage, number: int) -> NewsPage:
    """A page with the number ``number``, not saved, at the place of ``one`` in the tree."""
    slug = f"{one.slug[:200]}-{number}"
    title = " ".join(_halves(one.title.split(), other.title.split()))[:255]
    body = _halves(list(one.body.raw_data), list(other.body.raw_data))
    values = {field.attname: getattr(one, field.attname) for field in NewsPage._meta.concrete_fields}
    values |= {"id": number, "page_ptr_id": number, "translation_key": uuid.uuid4()}
    values |= {"latest_revision_id": None, "live_revision_id": None}
    values |= {"title": title, "draft_title": title, "body": StreamValue(one.body.stream_block, body, is_lazy=True)}
    values |= {"slug": slug, "url_path": f"{one.url_path[: -len(one.slug) - 1]}{slug}/"}
    return NewsPage(**values)


def _halves(one: list, other: list) -> list:
    return one[: (len(one) + 1) // 2] + other[len(other) // 2 :]


class _Places:
    """Free places in the tree of pages, below any page."""

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


def _insert(pages: list[NewsPage]) -> None:
    names = [field.attname for field in Page._meta.concrete_fields]
    Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in names}) for page in pages])
    # What a page has beside that is in a table of its own, which bulk_create() cannot write.
    fields = NewsPage._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields] for page in pages]
    statement = f"INSERT INTO {NewsPage._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
