"""Signal handlers that keep the search index up to date."""

import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver
from modelsearch.backends import get_search_backend
from modelsearch.index import RelatedFields
from wagtail.models import Page, ReferenceIndex
from wagtail.search.tasks import insert_or_update_object_task
from wagtail.signals import page_published

from mysite.models import PortalDocument, PortalImage
from mysite.signals import scheduler_round
from newsroom.models import Author, NewsTag, Unit
from search.models import SearchEntry

from . import query_log
from .document_reader import read_documents

logger = logging.getLogger(__name__)

#: Entries reindexed, and seconds spent on reading documents, in one round of the scheduler.
ENTRIES_PER_ROUND, SECONDS_PER_ROUND = 300, 15.0


@receiver(page_published)
def reindex_published_page(*, instance: Page, **kwargs: Any) -> None:
    """Index a page again after publishing: its child objects (bylines, tags, attachments) are saved after the page."""
    if any(isinstance(field, RelatedFields) for field in type(instance).get_search_fields()):
        insert_or_update_object_task.enqueue(instance._meta.app_label, instance._meta.model_name, str(instance.pk))


@receiver(m2m_changed, sender=PortalDocument.tags.through)
def reindex_tagged_object(*, instance: Any, action: str, **kwargs: Any) -> None:
    """Index documents and images, which share a table of tags, after bulk tagging, which does not save them."""
    if action.startswith("post_") and isinstance(instance, (PortalDocument, PortalImage)):
        insert_or_update_object_task.enqueue(instance._meta.app_label, instance._meta.model_name, str(instance.pk))


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Unit)
@receiver([post_save, pre_delete], sender=NewsTag)
def mark_references_stale(*, instance: Model, created: bool = False, **kwargs: Any) -> None:
    """Mark the entries of pages as stale whose author, unit or tag is renamed, for ``reindex_stale``.

    Tags also when they are deleted; authors and units in use cannot be.
    """
    saved = kwargs.get("update_fields")
    if created or kwargs.get("raw") or (saved is not None and saved.isdisjoint({"live", "name", "short_name"})):
        return  # a new object, or a draft
    pages = ReferenceIndex.get_references_to(instance).filter(base_content_type=ContentType.objects.get_for_model(Page))
    numbers = [int(number) for number in pages.values_list("object_id", flat=True).distinct()]
    for start in range(0, len(numbers), 500):
        entries = SearchEntry.objects.filter(object_id__in=numbers[start : start + 500])
        entries.exclude(content_type=ContentType.objects.get_for_model(instance)).update(is_stale=True)


@receiver(scheduler_round)
def maintain_index(**kwargs: Any) -> None:
    fill_empty_index()
    reindex_stale()
    read_documents(SECONDS_PER_ROUND)
    query_log.prune()


def fill_empty_index() -> None:
    """Fill an empty index, as after the upgrade that introduced it or a restore without it."""
    if not SearchEntry.objects.exists() and Page.objects.filter(depth__gt=1).exists():
        logger.info("The search index is empty; indexing all objects")
        call_command("update_index", verbosity=0)


def reindex_stale() -> int:
    """Update stale entries, a limited number per round; return how many."""
    entries = list(SearchEntry.objects.filter(is_stale=True).order_by("pk")[:ENTRIES_PER_ROUND])
    by_model: dict[type[Model], list[int]] = {}
    for entry in entries:
        model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
        by_model.setdefault(model, []).append(entry.object_id)
    for model, numbers in by_model.items():
        get_search_backend().add_bulk(model, list(model.get_indexed_objects().filter(pk__in=numbers)))
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(is_stale=False)
    return len(entries)
