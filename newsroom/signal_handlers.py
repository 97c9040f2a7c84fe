"""Signal handlers of the newsroom app."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ReferenceIndex

from mysite.compiled_queries import compiled_query
from mysite.models import PortalImage
from mysite.signals import find_change_times
from newsroom.models import EventOccurrence, NewsPage
from newsroom.models.missing_parts import count_again


@receiver(find_change_times)
def find_event_times(*, now: datetime, **kwargs: Any) -> list[datetime | None]:
    """Return the next times at which an event begins and ends."""
    return [_find_next_start.first(now), _find_next_end.first(now)]


@compiled_query
def _find_next_start(now: datetime) -> QuerySet:
    ahead = EventOccurrence.objects.filter(over_at__gt=now, starts_at__gt=now)
    return ahead.order_by("starts_at").values_list("starts_at", flat=True)[:1]


@compiled_query
def _find_next_end(now: datetime) -> QuerySet:
    return EventOccurrence.objects.filter(over_at__gt=now).order_by("over_at").values_list("over_at", flat=True)[:1]


@receiver(post_save, sender=PortalImage)
def count_described_image(instance: PortalImage, created: bool, **kwargs: Any) -> None:
    """Count anew the alternative texts that articles lack, once an image of theirs is described."""
    if created or not instance.description:
        return
    incomplete = NewsPage.objects.filter(missing_alt_texts__gt=0)
    if incomplete.exists():
        pks = ReferenceIndex.get_references_to(instance).values_list("object_id", flat=True)
        count_again(incomplete.filter(pk__in={int(pk) for pk in pks if pk.isdecimal()}))
