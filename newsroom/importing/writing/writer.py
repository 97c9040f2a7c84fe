"""Create and update pages from saved articles, in batches, each article in its own savepoint."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils import timezone

from mysite.media.storage import MediaWriteError
from mysite.tasks import deduplicate_tasks
from mysite.text.summary import shorten
from newsroom.importing.parsing.bylines import split_names
from newsroom.importing.records import SavedArticle, UnreadableArticle
from newsroom.models import ImportedArticle, NewsPage, NewsPageByline
from newsroom.signals import article_imported

from . import import_records, sections
from .body import build_raw_body
from .duplicates import DuplicateFinder
from .images import ImageImporter
from .import_records import ImportState
from .new_pages import NewPage, add_page, complete_pages
from .people import PeopleCache
from .redirects import RedirectWriter


class Result(Enum):
    """The result of importing one article; the values are shown in the report."""

    CREATED = "created"
    UPDATED = "updated"
    OVERWRITTEN = "updated, overwriting edits"
    UNCHANGED = "unchanged"
    KEPT = "kept as edited since the import"
    DUPLICATE = "a duplicate of another article"
    DIFFERS = "kept though the source has changed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one article, with remarks for the report: what was left out, whose edits were overwritten."""

    result: Result
    remarks: tuple[str, ...] = ()
    missing_photos: int = 0


class ArticleWriter:
    """Writes articles: into ``section`` if they name none; with ``update``, over changes made since the last import."""

    def __init__(self, *, section: sections.SectionPath = (), update: bool = False) -> None:
        self.section = section
        self.sections = sections.SectionCache()
        self.people = PeopleCache()
        self.redirect_writer = RedirectWriter()
        self.duplicates = DuplicateFinder()
        self.update = update

    def plan_batch(self, articles: Sequence[SavedArticle]) -> list[Outcome | Exception]:
        """Return what ``write_batch`` would do, without writing."""
        self._begin_batch(articles)
        outcomes: list[Outcome | Exception] = []
        for article in articles:
            try:
                outcomes.append(self._plan(article))
            except Exception as error:
                outcomes.append(error)
        return outcomes

    def _plan(self, article: SavedArticle) -> Outcome:
        record = self.records.find(article)
        digest = import_records.compute_digest(article)
        if first := self.duplicates.find(article, digest, record, self.records):
            return self._describe_duplicate(article, first)
        state = import_records.get_state(record, digest)
        remarks: list[str] = []
        if state is ImportState.NEW or (state is ImportState.DELETED and self.update):
            missing = sections.find_section(self._get_section_path(article))[1]
            remarks.extend(f"new section “{title}”" for title in missing)
            remarks.extend((*self._describe_draft(article), *article.notes))
            remarks.extend(self._create_redirect(article, None))
            self.duplicates.add_planned(article)
        return self._plan_outcome(state, record, remarks)

    def write_batch(self, articles: Sequence[SavedArticle]) -> list[Outcome | Exception]:
        """Create or update the pages of ``articles`` in one transaction; return the outcome of each, or why it failed.

        Nothing of an article that fails is stored. If the batch as a whole cannot be stored, each article is written in
        a batch of its own.
        """
        images: list[ImageImporter] = []
        try:
            with transaction.atomic(), deduplicate_tasks():
                self._begin_batch(articles)
                outcomes = [self._write_or_fail(article, images) for article in articles]
                self._complete_new_pages()
        except BaseException as error:
            for importer in images:
                importer.delete_stored_files()
            self._forget_created_objects()
            if not isinstance(error, Exception) or isinstance(error, MediaWriteError):
                raise
            if len(articles) == 1:
                return [error]
            return [outcome for article in articles for outcome in self.write_batch([article])]
        return outcomes

    def _begin_batch(self, articles: Sequence[SavedArticle]) -> None:
        self.records = import_records.RecordFinder(articles)
        self.people.clear()
        self.sections.begin_batch()
        self.new: list[NewPage] = []

    def _forget_created_objects(self) -> None:
        """Clear the caches of objects that may have been created in the transaction that was rolled back."""
        self.sections.clear()
        self.people.clear()

    def _complete_new_pages(self) -> None:
        if self.new:
            complete_pages(self.new)
            self.new = []

    def _write_or_fail(self, article: SavedArticle, batch_images: list[ImageImporter]) -> Outcome | Exception:
        images = ImageImporter(article.title)
        try:
            record, digest = self.records.find(article), import_records.compute_digest(article)
            if first := self.duplicates.find(article, digest, record, self.records):
                with transaction.atomic():
                    return self._describe_duplicate(article, first)
            planned = self._plan_outcome(import_records.get_state(record, digest), record, [])
            if planned.result in (Result.UNCHANGED, Result.KEPT, Result.DIFFERS):
                return planned
            if record is not None and record.page_id and record.pk is None:
                self._complete_new_pages()  # the same article, with another text, for the second time in the batch
            with transaction.atomic(), deduplicate_tasks():
                outcome = self._write(article, record, digest, planned, images)
        except BaseException as error:
            images.delete_stored_files()
            self._forget_created_objects()
            if not isinstance(error, Exception) or isinstance(error, MediaWriteError):
                raise
            return error
        batch_images.append(images)
        return outcome

    def _write(
        self,
        article: SavedArticle,
        record: ImportedArticle | None,
        digest: str,
        planned: Outcome,
        images: ImageImporter,
    ) -> Outcome:
        record = record or ImportedArticle()
        is_new = record.page is None
        if is_new:
            page, bylines = self._create_page(article, images)
        else:
            page = self._update_page(NewsPage.objects.get(pk=record.page_id), article, images)
        record.page = page
        record.source_url = article.source_url or record.source_url
        record.title = article.title
        record.published_on = import_records.get_publication_day(article)
        record.digest = digest
        record.text_digest = import_records.compute_text_digest(article)
        record.imported_at = timezone.now()
        record.revision_id = page.latest_revision_id
        if not is_new:
            record.save()
        article_imported.send(sender=NewsPage, page=page, article=article)
        doubts = () if page.live else self._describe_draft(article)
        redirect = self._create_redirect(article, page)
        remarks = (*planned.remarks, *doubts, *article.notes, *images.notes, *redirect)
        if is_new:
            self.new.append(NewPage(page, bylines, record))
            self.records.add(record)
        return Outcome(planned.result, remarks, page.missing_photos)

    def _describe_duplicate(self, article: SavedArticle, first: ImportedArticle) -> Outcome:
        """Redirect the URL of a second version to the page of the ``first``; in a dry run there is no page."""
        remarks = self._create_redirect(article, first.page) if article.source_url != first.source_url else []
        return Outcome(Result.DUPLICATE, (f"the same as {first}", *remarks))

    def _plan_outcome(self, state: ImportState, record: ImportedArticle | None, remarks: list[str]) -> Outcome:
        result = {
            ImportState.NEW: Result.CREATED,
            ImportState.SAME: Result.UNCHANGED,
            ImportState.SOURCE_CHANGED: Result.UPDATED if self.update else Result.DIFFERS,
            ImportState.EDITED: Result.OVERWRITTEN if self.update else Result.KEPT,
            ImportState.DELETED: Result.CREATED if self.update else Result.KEPT,
        }[state]
        if state is ImportState.DELETED:
            remarks.append("created again although an editor had deleted it" if self.update else "deleted by an editor")
        elif state is ImportState.EDITED and record is not None:
            page = record.page
            withdrawn = "" if page.live else "; the page stays unpublished"
            verb = "overwrites" if self.update else "keeps"
            remarks.append(f"{verb} edits {import_records.describe_last_edit(record)} (page {page.pk}){withdrawn}")
        elif result is Result.DIFFERS:
            remarks.append("the source has changed since the import; use --update to apply the changes")
        return Outcome(result, tuple(remarks))

    def _get_section_path(self, article: SavedArticle) -> sections.SectionPath:
        path = article.section or self.section
        if not path:
            raise UnreadableArticle("it has no section: give one with --section")
        return path

    def _create_redirect(self, article: SavedArticle, page: NewsPage | None) -> list[str]:
        remark = self.redirect_writer.create_redirect(article.source_url, page) if article.source_url else ""
        return [remark] if remark else []

    def _describe_draft(self, article: SavedArticle) -> tuple[str, ...]:
        doubts = "; ".join(article.doubts)
        return (f"draft, to be checked and published by an editor: {doubts}",) if doubts else ()

    def _create_page(self, article: SavedArticle, images: ImageImporter) -> tuple[NewsPage, list[NewsPageByline]]:
        section = self.sections.get_or_create(self._get_section_path(article))
        page = NewsPage(locale=section.locale, live=not article.doubts, first_published_at=article.published_at)
        page.content_updated_at = article.updated_at or page.first_published_at
        self._fill_page(page, article, images)
        add_page(section, page)
        return page, self._build_bylines(page, article)

    def _update_page(self, page: NewsPage, article: SavedArticle, images: ImageImporter) -> NewsPage:
        """Save the article as a new revision of the page, which keeps editors' changes in its history."""
        self._fill_page(page, article, images)
        page.bylines = self._build_bylines(page, article)
        was_live = page.live
        page.first_published_at = article.published_at or page.first_published_at
        page.full_clean()
        revision = page.save_revision(clean=False)
        if was_live:
            NewsPage.objects.filter(pk=page.pk).update(first_published_at=page.first_published_at)
            revision.publish()
            # Publishing sets the content date to now; the date of the source is the right one.
            updated = article.updated_at or page.first_published_at
            NewsPage.objects.filter(pk=page.pk).update(content_updated_at=updated)
        return NewsPage.objects.get(pk=page.pk)

    def _fill_page(self, page: NewsPage, article: SavedArticle, images: ImageImporter) -> None:
        page.title = article.title
        # The lead is required: an article without one gets its title as lead.
        page.lead = article.lead or article.title
        page.search_description = shorten(page.lead)
        page.body = NewsPage.body.field.stream_block.to_python(build_raw_body(article.blocks, images.get_or_create))
        page.source_name = article.source_name

    def _build_bylines(self, page: NewsPage, article: SavedArticle) -> list[NewsPageByline]:
        if not article.author and not article.unit:
            return []
        day = import_records.get_publication_day(article)
        unit = self.people.get_or_create_unit(article.unit, page.locale, day) if article.unit else None
        # A byline may name a unit only; the unit's name is then the author's.
        names = split_names(article.author or article.unit)
        authors = (self.people.get_or_create_author(name, unit, page.locale) for name in names)
        return [NewsPageByline(article=page, author=author, unit=unit, locale=page.locale) for author in authors]
