"""What search does when something changes, or when the scheduler comes round."""

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
from search import terms
from search.documents import read_documents
from search.models import SearchEntry

logger = logging.getLogger(__name__)

#: Entries written anew in one round of the scheduler, and seconds that it reads documents.
A_ROUND, SECONDS_A_ROUND = 300, 15.0


@receiver(page_published)
def index_what_belongs_to_it(*, instance: Page, **kwargs: Any) -> None:
    """Index a page once more when its bylines, tags and documents are stored: they come after the page itself."""
    if any(isinstance(field, RelatedFields) for field in type(instance).get_search_fields()):
        insert_or_update_object_task.enqueue(instance._meta.app_label, instance._meta.model_name, str(instance.pk))


@receiver(m2m_changed, sender=PortalDocument.tags.through)
def index_what_is_tagged(*, instance: Any, action: str, **kwargs: Any) -> None:
    """Tags that are given to many at once are stored without them; of images too, whose tags are in the same table."""
    if action.startswith("post_") and isinstance(instance, (PortalDocument, PortalImage)):
        insert_or_update_object_task.enqueue(instance._meta.app_label, instance._meta.model_name, str(instance.pk))


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Unit)
@receiver([post_save, pre_delete], sender=NewsTag)
def mark_what_mentions_it(*, instance: Model, created: bool = False, **kwargs: Any) -> None:
    """A new name of an author, unit or tag is a word of many pages: ``index_stale`` writes them.

    A tag is also deleted with pages that have it; authors and units of pages are not.
    """
    if created or kwargs.get("raw"):
        return
    pages = ReferenceIndex.get_references_to(instance).filter(base_content_type=ContentType.objects.get_for_model(Page))
    numbers = [int(number) for number in pages.values_list("object_id", flat=True).distinct()]
    for start in range(0, len(numbers), 500):
        entries = SearchEntry.objects.filter(object_id__in=numbers[start : start + 500])
        entries.exclude(content_type=ContentType.objects.get_for_model(instance)).update(is_stale=True)


@receiver(scheduler_round)
def look_after_the_index(**kwargs: Any) -> None:
    index_everything_once()
    index_stale()
    read_documents(SECONDS_A_ROUND)
    terms.forget_the_old()


def index_everything_once() -> None:
    """Fill an index that is empty, as after the upgrade that brought it, or a restored backup without it."""
    if not SearchEntry.objects.exists() and Page.objects.filter(depth__gt=1).exists():
        logger.info("The search index is empty: everything is indexed now")
        call_command("update_index", verbosity=0)


def index_stale() -> int:
    """Index anew what mentions something that has another name now, so many a round; return how many."""
    entries = list(SearchEntry.objects.filter(is_stale=True).order_by("pk")[:A_ROUND])
    by_model: dict[type[Model], list[int]] = {}
    for entry in entries:
        model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
        by_model.setdefault(model, []).append(entry.object_id)
    for model, numbers in by_model.items():
        get_search_backend().add_bulk(model, list(model.get_indexed_objects().filter(pk__in=numbers)))
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(is_stale=False)
    return len(entries)
