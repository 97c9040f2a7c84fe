"""Which articles were imported before, and whether anything about them has changed since."""

import dataclasses
import datetime
import hashlib
import json
from enum import Enum
from pathlib import Path
from typing import Any

from newsroom.models import ImportedArticle

from .dates import VIETNAM
from .records import SavedArticle


class State(Enum):
    """What there is of an article before it is written."""

    NEW = "new"
    SAME = "same"
    SOURCE_CHANGED = "source changed"
    EDITED = "edited"
    DELETED = "deleted"


def published_on(article: SavedArticle) -> datetime.date | None:
    return article.published_at.astimezone(VIETNAM).date() if article.published_at else None


def find(article: SavedArticle) -> ImportedArticle | None:
    """The record of an earlier import: by address, else by title and date.

    What was known only by title and date is found when it comes again with an address, and the other way round; two
    articles with different addresses are never one.
    """
    records = ImportedArticle.objects.all()
    by_title = records.filter(title=article.title, published_on=published_on(article))
    if article.source_url:
        return records.filter(source_url=article.source_url).first() or by_title.filter(source_url=None).first()
    return by_title.order_by("pk").first()


def state_of(record: ImportedArticle | None, digest: str) -> State:
    if record is None:
        return State.NEW
    if record.page is None:
        return State.DELETED
    # Every way an editor changes a page makes a revision; the import remembers its own.
    if record.page.latest_revision_id != record.revision_id or not record.page.live:
        return State.EDITED
    return State.SAME if record.digest == digest else State.SOURCE_CHANGED


def digest_of(article: SavedArticle) -> str:
    """A fingerprint of all that makes the page, pictures included. The motto is that of the day it was saved."""
    values = dataclasses.asdict(article)
    for name in ("origin", "motto", "notes"):
        del values[name]
    text = json.dumps(values, default=_fingerprint, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _fingerprint(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, Path):
        try:
            with value.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return "unreadable"
    raise TypeError(value)


def who_edited(record: ImportedArticle) -> str:
    """``by Lan at 05/03/2021 10:20``, for the report; nothing if the page is gone."""
    revision = record.page.latest_revision if record.page else None
    if revision is None:
        return ""
    name = (revision.user.get_full_name() or revision.user.get_username()) if revision.user else "somebody unknown"
    return f"by {name} at {revision.created_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
