"""Recognise the second version of an article in an import: under another URL, or as a print view."""

import datetime

from newsroom.importing.records import Origin, SavedArticle, UnreadableArticle
from newsroom.models import ImportedArticle

from .import_records import RecordFinder, compute_text_digest, get_publication_day


class DuplicateFinder:
    """Remembers the articles of one run of the import."""

    def __init__(self) -> None:
        #: Digests of the articles without a source URL, by title and date.
        self._titles: dict[tuple[str, datetime.date | None], str] = {}
        #: Origins of the first article with a text, by the digest of the text.
        self._texts: dict[str, Origin] = {}
        #: Records that a dry run would create.
        self._planned: dict[str, ImportedArticle] = {}

    def find(
        self, article: SavedArticle, digest: str, record: ImportedArticle | None, records: RecordFinder
    ) -> ImportedArticle | None:
        """Return the record of the article that ``article`` repeats, or None if it stands for itself.

        ``record`` is its own of an earlier import. Raises ``UnreadableArticle`` for a different article that cannot be
        distinguished from one before.
        """
        if article.origin.line is not None:  # in JSON Lines every article states its own URL
            self._check_title(article, digest)
            return None
        text = compute_text_digest(article)
        is_second = self._texts.setdefault(text, article.origin) != article.origin
        if record is not None:
            if is_second and record.text_digest == text:
                return record
        elif same := records.find_same_text(article, text) or self._find_planned(article, text):
            return same
        self._check_title(article, digest)
        return None

    def add_planned(self, article: SavedArticle) -> None:
        """Remember an article that a dry run would create."""
        record = ImportedArticle(source_url=article.source_url or None, title=article.title)
        record.published_on = get_publication_day(article)
        self._planned.setdefault(compute_text_digest(article), record)

    def _find_planned(self, article: SavedArticle, text: str) -> ImportedArticle | None:
        record = self._planned.get(text)
        if record is not None and None not in (day := get_publication_day(article), record.published_on):
            return record if day == record.published_on else None
        return record

    def _check_title(self, article: SavedArticle, digest: str) -> None:
        """Reject a second article with the same title and date: without a source URL they cannot be distinguished."""
        if article.source_url:
            return
        key = (article.title, get_publication_day(article))
        if self._titles.setdefault(key, digest) != digest:
            raise UnreadableArticle(
                "another article of this import has the same title and date; give both a source_url"
            )
