"""What tells calendars that an event has changed: a number that grows and the moment of the change."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from newsroom.models import EventPage

#: What calendar files say of an event. Anything else may change without anybody's calendar being told.
_FIELDS = (
    "title lead start_date start_time end_date end_time all_day repeat repeat_every repeat_weekdays repeat_until "
    "repeat_count status status_note place address organiser_id contact_name contact_phone contact_email sign_up_url"
).split()


def digest(event: "EventPage") -> str:
    """A SHA-256 of what calendar files say of ``event``."""
    said: list[Any] = [str(getattr(event, name)) for name in _FIELDS]
    said.append(event.organiser.name if event.organiser else "")
    said.append(sorted(str(exception.date) for exception in event.exceptions.all()))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def stamp(event: "EventPage") -> None:
    """Set ``SEQUENCE`` and ``LAST-MODIFIED`` of an event about to be saved, compared with the row that is there.

    An old revision brings old numbers along; only the row knows what calendars have been told (RFC 5545, 3.8.7.4:
    the sequence never goes back).
    """
    told = ("calendar_digest", "calendar_sequence", "calendar_changed_at")
    row = type(event).objects.filter(pk=event.pk).values_list(*told).first() if event.pk else None
    now = digest(event)
    if row is None:
        event.calendar_sequence, event.calendar_changed_at = 0, timezone.now()
    elif row[0] == now:
        _, event.calendar_sequence, event.calendar_changed_at = row
    else:
        event.calendar_sequence, event.calendar_changed_at = row[1] + 1, timezone.now()
    event.calendar_digest = now
