"""Create the pages of new articles: each one with ``add_child``, their bylines, revisions and records in bulk."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from mysite.tasks import defer_reference_index, prefetch_child_objects
from newsroom.models import ImportedArticle, NewsPage, NewsPageByline


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page that was added to the tree, with what belongs to it."""

    page: NewsPage
    bylines: list[NewsPageByline]
    record: ImportedArticle


def add_page(section: Page, page: NewsPage) -> None:
    """Add ``page`` to the tree in the state that it will have with its revision: published, or a draft."""
    page.latest_revision_created_at = now = timezone.now()
    page.last_published_at = now if page.live else None
    page.has_unpublished_changes = not page.live
    with defer_reference_index(page):
        section.add_child(instance=page)


def complete_pages(new: list[NewPage]) -> None:
    """Save the bylines, revisions and records of all pages, and send the signals of those that are published.

    This is what ``save_revision`` and ``publish`` do for one page, which save it twice more with all its child objects.
    The history has “created” already; an entry “published” at the same moment would add nothing.
    """
    pages = [item.page for item in new]
    NewsPageByline.objects.bulk_create(byline for item in new for byline in item.bylines)
    prefetch_child_objects(pages)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            created_at=page.latest_revision_created_at,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    )
    for item, revision in zip(new, revisions, strict=True):
        item.page.latest_revision = item.record.revision = revision
        item.page.live_revision = revision if item.page.live else None
        item.record.page = item.page
    Page.objects.bulk_update(pages, ["latest_revision", "live_revision"])
    for record in (item.record for item in new if item.record.pk):  # of a page that an editor had deleted
        record.save()
    ImportedArticle.objects.bulk_create(item.record for item in new if item.record.pk is None)
    for page in pages:
        if page.live:
            for signal in (page_published, published):
                signal.send(sender=NewsPage, instance=page, revision=page.live_revision)
