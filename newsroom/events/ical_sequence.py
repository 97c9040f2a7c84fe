"""iCalendar's SEQUENCE and LAST-MODIFIED, by which calendars recognise that an event has changed."""

import hashlib
import json
from typing import Any

from django.utils import timezone

from mysite.models import BasePage

#: The fields that appear in calendar files. Changes of other fields do not increase SEQUENCE.
_DIGEST_FIELDS = (
    "title lead start_date start_time end_date end_time all_day repeat repeat_every repeat_weekdays repeat_until "
    "repeat_count status status_note attendance place address online_url organiser_id contact_name contact_phone "
    "contact_email sign_up_url"
).split()


def compute_digest(event: BasePage) -> str:
    """Return a SHA-256 of the content of ``event`` in calendar files."""
    values: list[Any] = [str(getattr(event, name)) for name in _DIGEST_FIELDS]
    values.append(event.organiser.name if event.organiser else "")
    values.append(sorted(str(exception.date) for exception in event.exceptions.all()))
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def bump_sequence(event: BasePage) -> None:
    """Set SEQUENCE and LAST-MODIFIED of an event about to be saved, by comparison with its database row.

    An old revision contains old numbers; only the row has those last published, and SEQUENCE must never decrease
    (RFC 5545, 3.8.7.4).
    """
    field_names = ("calendar_digest", "calendar_sequence", "calendar_changed_at")
    row = type(event).objects.filter(pk=event.pk).values_list(*field_names).first() if event.pk else None
    now = compute_digest(event)
    if row is None:
        event.calendar_sequence, event.calendar_changed_at = 0, timezone.now()
    elif row[0] == now:
        _, event.calendar_sequence, event.calendar_changed_at = row
    else:
        event.calendar_sequence, event.calendar_changed_at = row[1] + 1, timezone.now()
    event.calendar_digest = now
