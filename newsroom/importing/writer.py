"""Makes pages of saved articles, each in a transaction of its own, through Wagtail's own saving and publishing."""

import datetime
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils import timezone

from mysite.summary import shorten
from newsroom.models import ImportedArticle, NewsPage, NewsPageByline
from newsroom.signals import article_imported

from . import known, sections
from .background import each_task_once, references_once
from .body import raw_body
from .images import ImageShelf
from .known import State
from .old_addresses import OldAddresses
from .people import get_or_make_author, get_or_make_unit
from .records import SavedArticle, UnreadableArticle


class Result(Enum):
    """What became of an article; the values are the words of the report."""

    CREATED = "created"
    UPDATED = "updated"
    OVERWRITTEN = "updated, overwriting edits"
    UNCHANGED = "unchanged"
    KEPT = "kept as edited since the import"
    DIFFERS = "kept though the source has changed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``remarks`` are for the person who imports: what was left out, whose edits were overwritten."""

    result: Result
    remarks: tuple[str, ...] = ()
    missing_photos: int = 0


class ArticleWriter:
    """Writes articles. ``section`` takes those that name none; ``update`` lets the source win over the page."""

    def __init__(self, *, section: sections.Path = (), update: bool = False) -> None:
        self.section = section
        self.sections = sections.Sections()
        self.addresses = OldAddresses()
        #: What was read of articles without address, by what they are known by.
        self.seen: dict[tuple[str, datetime.date | None], str] = {}
        self.update = update

    def plan(self, article: SavedArticle) -> Outcome:
        """What ``write`` would do; nothing is written. Raises ``UnreadableArticle``."""
        record = known.find(article)
        digest = known.digest_of(article)
        self._refuse_twin(article, digest)
        state = known.state_of(record, digest)
        remarks: list[str] = []
        if state is State.NEW or (state is State.DELETED and self.update):
            missing = sections.find(self._section_of(article))[1]
            remarks.extend(f"new section “{title}”" for title in missing)
            remarks.extend(self._keep_address(article, None))
        return self._decide(state, record, remarks)

    def write(self, article: SavedArticle) -> Outcome:
        """Create or update the page of ``article``, or leave it, whole or not at all.

        Raises ``UnreadableArticle`` or ``ValidationError`` if no page can be made; then nothing has changed.
        """
        shelf = ImageShelf(article.title)
        try:
            with transaction.atomic(), each_task_once():
                return self._write(article, shelf)
        except BaseException:
            shelf.discard()
            self.sections.forget()  # one of them may have been made in the transaction that was undone
            raise

    def _write(self, article: SavedArticle, shelf: ImageShelf) -> Outcome:
        record = known.find(article)
        digest = known.digest_of(article)
        self._refuse_twin(article, digest)
        planned = self._decide(known.state_of(record, digest), record, [])
        if planned.result in (Result.UNCHANGED, Result.KEPT, Result.DIFFERS):
            return planned
        if record is None or record.page is None:
            page = self._create(article, shelf)
        else:
            page = self._overwrite(record.page, article, shelf)
        record = record or ImportedArticle()
        record.page = page
        record.source_url = article.source_url or record.source_url
        record.title = article.title
        record.published_on = known.published_on(article)
        record.digest = digest
        record.imported_at = timezone.now()
        record.revision_id = page.latest_revision_id
        record.save()
        article_imported.send(sender=NewsPage, page=page, article=article)
        remarks = (*planned.remarks, *article.notes, *shelf.notes, *self._keep_address(article, page))
        return Outcome(planned.result, remarks, page.missing_photos)

    def _refuse_twin(self, article: SavedArticle, digest: str) -> None:
        """Two articles without address are told apart by title and date: of two that share both one would be lost."""
        if article.source_url:
            return
        key = (article.title, known.published_on(article))
        if self.seen.setdefault(key, digest) != digest:
            raise UnreadableArticle(
                "another article of this import has the same title and date, and neither has an address to tell"
                " them apart by: give them a source_url"
            )

    def _decide(self, state: State, record: ImportedArticle | None, remarks: list[str]) -> Outcome:
        result = {
            State.NEW: Result.CREATED,
            State.SAME: Result.UNCHANGED,
            State.SOURCE_CHANGED: Result.UPDATED if self.update else Result.DIFFERS,
            State.EDITED: Result.OVERWRITTEN if self.update else Result.KEPT,
            State.DELETED: Result.CREATED if self.update else Result.KEPT,
        }[state]
        if state is State.DELETED:
            remarks.append("made again: an editor had deleted it" if self.update else "an editor has deleted it")
        elif state is State.EDITED and record is not None:
            page = record.page
            withdrawn = "" if page.live else "; it is not published and stays so"
            verb = "overwrites" if self.update else "keeps"
            remarks.append(f"{verb} edits {known.who_edited(record)} (page {page.pk}){withdrawn}")
        elif result is Result.DIFFERS:
            remarks.append("the source has changed since the import; --update takes it over")
        return Outcome(result, tuple(remarks))

    def _section_of(self, article: SavedArticle) -> sections.Path:
        path = article.section or self.section
        if not path:
            raise UnreadableArticle("it names no section: say with --section where it belongs")
        return path

    def _keep_address(self, article: SavedArticle, page: NewsPage | None) -> list[str]:
        remark = self.addresses.keep(article.source_url, page) if article.source_url else ""
        return [remark] if remark else []

    def _create(self, article: SavedArticle, shelf: ImageShelf) -> NewsPage:
        section = self.sections.get_or_make(self._section_of(article))
        page = NewsPage(locale=section.locale, first_published_at=article.published_at or timezone.now())
        page.content_updated_at = article.updated_at or page.first_published_at
        self._fill(page, article, shelf)
        with references_once(page):
            section.add_child(instance=page)
            # The history says “created”; that it was published in the same moment would say nothing more.
            page.save_revision(clean=False).publish(log_action=False)
        return page

    def _overwrite(self, page: NewsPage, article: SavedArticle, shelf: ImageShelf) -> NewsPage:
        """The article as a new revision over the live page: what an editor wrote stays in the history."""
        self._fill(page, article, shelf)
        was_live = page.live
        page.first_published_at = article.published_at or page.first_published_at
        page.full_clean()
        revision = page.save_revision(clean=False)
        if was_live:
            NewsPage.objects.filter(pk=page.pk).update(first_published_at=page.first_published_at)
            revision.publish()
            # Publishing dates a changed text now; here the source knows better.
            updated = article.updated_at or page.first_published_at
            NewsPage.objects.filter(pk=page.pk).update(content_updated_at=updated)
        return NewsPage.objects.get(pk=page.pk)

    def _fill(self, page: NewsPage, article: SavedArticle, shelf: ImageShelf) -> None:
        page.title = article.title
        # A page needs a lead; of an article without one the title is what there is to say.
        page.lead = article.lead or article.title
        page.search_description = shorten(page.lead)
        page.body = NewsPage.body.field.stream_block.to_python(raw_body(article.blocks, shelf.image_of))
        page.source_name = article.source_name
        page.bylines = list(self._bylines(page, article))

    def _bylines(self, page: NewsPage, article: SavedArticle) -> list[NewsPageByline]:
        if not article.author and not article.unit:
            return []
        day = known.published_on(article)
        unit = get_or_make_unit(article.unit, page.locale, day) if article.unit else None
        # A unit can sign by itself.
        author = get_or_make_author(article.author or article.unit, unit, page.locale)
        return [NewsPageByline(author=author, unit=unit, locale=page.locale)]
