"""Signal handlers of the newsroom app."""

from datetime import datetime
from typing import Any

from django.db.models import Min
from django.dispatch import receiver

from mysite.signals import find_change_times
from newsroom.models import EventOccurrence


@receiver(find_change_times)
def find_event_times(*, now: datetime, **kwargs: Any) -> list[datetime | None]:
    """Return the next times at which an event begins and ends."""
    ahead = EventOccurrence.objects.filter(over_at__gt=now).order_by()
    starts = ahead.filter(starts_at__gt=now).aggregate(first=Min("starts_at"))
    return [starts["first"], ahead.aggregate(first=Min("over_at"))["first"]]
