"""Signal handlers of the newsroom app."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from mysite.compiled_queries import compiled_query
from mysite.signals import find_change_times
from newsroom.models import EventOccurrence


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
