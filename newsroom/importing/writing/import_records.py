"""Find the records of earlier imports, and detect changes of source and page since."""

import dataclasses
import datetime
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from newsroom.importing.parsing.dates import VIETNAM_TIME
from newsroom.importing.parsing.review import iter_texts
from newsroom.importing.records import EmbeddedImage, SavedArticle
from newsroom.models import ImportedArticle

_NO_LETTERS = re.compile(r"[\W_]+")
#: Letters and digits.
MIN_DISTINCT_TEXT = 200


class ImportState(Enum):
    """The state of an article before it is written, compared with its last import."""

    NEW = "new"
    SAME = "same"
    SOURCE_CHANGED = "source changed"
    EDITED = "edited"
    DELETED = "deleted"


def get_publication_day(article: SavedArticle) -> datetime.date | None:
    return article.published_at.astimezone(VIETNAM_TIME).date() if article.published_at else None


class RecordFinder:
    """Finds the records of earlier imports for the articles of a batch, with three queries for all of them.

    A record is found by source URL, else by title and date. One without a URL also matches an article that has one, and
    the other way round. Articles with different URLs never match.
    """

    def __init__(self, articles: Sequence[SavedArticle]) -> None:
        self._by_url: dict[str, ImportedArticle] = {}
        self._by_title: dict[tuple[str, datetime.date | None], list[ImportedArticle]] = defaultdict(list)
        self._by_text: dict[str, list[ImportedArticle]] = defaultdict(list)
        records = ImportedArticle.objects.select_related("page").order_by("pk")
        by_title = records.filter(title__in={article.title for article in articles})
        if all(article.source_url for article in articles):
            by_title = by_title.filter(source_url=None)
        urls = {article.source_url for article in articles if article.source_url}
        by_text = records.filter(text_digest__in={compute_text_digest(article) for article in articles})
        for record in {*records.filter(source_url__in=urls), *by_title, *by_text} if articles else ():
            self.add(record)

    def add(self, record: ImportedArticle) -> None:
        if record.source_url:
            self._by_url[record.source_url] = record
        self._by_title[record.title, record.published_on].append(record)
        self._by_text[record.text_digest].append(record)

    def find(self, article: SavedArticle) -> ImportedArticle | None:
        same_title = self._by_title[article.title, get_publication_day(article)]
        if article.source_url:
            without_url = (record for record in same_title if record.source_url is None)
            return self._by_url.get(article.source_url) or next(without_url, None)
        return min(same_title, key=_get_age, default=None)

    def find_same_text(self, article: SavedArticle, text_digest: str) -> ImportedArticle | None:
        """Return the first record with the same title and text, and with the same date if both have one."""
        day = get_publication_day(article)
        same = (record for record in self._by_text[text_digest] if day is None or record.published_on in (day, None))
        return min(same, key=_get_age, default=None)


def _get_age(record: ImportedArticle) -> int:
    return record.pk or sys.maxsize


def get_state(record: ImportedArticle | None, digest: str) -> ImportState:
    if record is None:
        return ImportState.NEW
    if record.page is None:
        return ImportState.DELETED
    # Every edit creates a revision: another one than the import's means that the page was edited. A draft of the import
    # was never published.
    withdrawn = not record.page.live and record.page.last_published_at is not None
    if record.page.latest_revision_id != record.revision_id or withdrawn:
        return ImportState.EDITED
    return ImportState.SAME if record.digest == digest else ImportState.SOURCE_CHANGED


def compute_digest(article: SavedArticle) -> str:
    """Return a SHA-256 of all content of the page, including image files.

    Without the motto, which depends on the day the page was saved, not on the article.
    """
    # Without empty fields that tables had not always, so that earlier digests stay valid.
    values = dataclasses.asdict(article, dict_factory=lambda items: dict(i for i in items if i != ("merged", ())))
    for name in ("origin", "motto", "notes", "doubts"):
        del values[name]
    text = json.dumps(values, default=_serialize_value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def compute_text_digest(article: SavedArticle) -> str:
    """Return a SHA-256 of the letters and digits of title and text, in whatever blocks and lines they stand.

    A short text such as “Xem tệp đính kèm” tells little, so that its links and images count as well.
    """
    texts = [article.lead, *iter_texts(article)]
    letters = _NO_LETTERS.sub("", "".join(texts)).casefold()
    parts = [_NO_LETTERS.sub("", article.title).casefold(), letters]
    if len(letters) < MIN_DISTINCT_TEXT:
        parts += [url for block in article.blocks for url in re.findall('href="([^"]*)"', str(block))]
        parts += [_serialize_value(photo.image) for photo in article.photos if photo.image]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _serialize_value(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, Path):
        try:
            with value.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return "unreadable"
    if isinstance(value, EmbeddedImage):
        return hashlib.sha256(value.content).hexdigest()
    raise TypeError(value)


def describe_last_edit(record: ImportedArticle) -> str:
    """Return ``by Lan at 05/03/2021 10:20`` for the report; empty if the page was deleted."""
    revision = record.page.latest_revision if record.page else None
    if revision is None:
        return ""
    name = (revision.user.get_full_name() or revision.user.get_username()) if revision.user else "an unknown user"
    return f"by {name} at {revision.created_at.astimezone(VIETNAM_TIME):%d/%m/%Y %H:%M}"
