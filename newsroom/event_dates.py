"""When an event takes place: its times, what is impossible about them, and the rows that lists and months read."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.recurrence import MAX_TIMES, WEEKDAYS, Recurrence, Repeat, parse_weekdays

if TYPE_CHECKING:
    from newsroom.models import EventPage

#: Dates outside of these are typing errors, and calendars end somewhere.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)

#: The fields that say when it takes place the first time, and those that say when again.
TIME_FIELDS = frozenset({"start_date", "end_date", "all_day", "start_time", "end_time"})
REPEAT_FIELDS = frozenset({"start_date", "repeat", "repeat_every", "repeat_weekdays", "repeat_until", "repeat_count"})


@dataclass(frozen=True)
class Times:
    """One time that an event takes place, in the portal's time zone. ``ends_at`` is None if nobody said."""

    first_day: datetime.date
    last_day: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime | None
    #: When it is over: ``ends_at``, else the midnight after its last day.
    over_at: datetime.datetime


def recurrence_of(event: "EventPage") -> Recurrence:
    """How ``event``, which has a first day, repeats."""
    return Recurrence(
        first=event.start_date,
        repeat=Repeat(event.repeat),
        every=event.repeat_every or 1,
        weekdays=parse_weekdays(event.repeat_weekdays),
        until=event.repeat_until,
        count=event.repeat_count,
        exceptions=frozenset(exception.date for exception in event.exceptions.all()),
    )


def times_on(event: "EventPage", day: datetime.date) -> Times:
    """The time that begins on ``day``, as long as the first."""
    last_day = day + ((event.end_date or event.start_date) - event.start_date)
    after = moment(last_day + datetime.timedelta(days=1), None)
    starts_at = moment(day, None if event.all_day else event.start_time)
    if event.all_day or event.end_time is None:
        return Times(day, last_day, starts_at, after if event.all_day else None, after)
    ends_at = moment(last_day, event.end_time)
    if last_day > day and event.end_time == datetime.time.min:
        last_day -= datetime.timedelta(days=1)  # what ends at midnight is over that night
    return Times(day, last_day, starts_at, ends_at, ends_at)


def all_times(event: "EventPage") -> list[Times]:
    """Every time that ``event`` takes place, first to last; none while its dates are impossible, as in a draft."""
    if not is_possible(event):
        return []
    return [times_on(event, day) for day in recurrence_of(event).days()]


def is_possible(event: "EventPage") -> bool:
    """Whether the dates of ``event`` make an event; those of a draft may not yet."""
    try:
        refuse_impossible(event)
    except ValidationError:
        return False
    return True


def next_times(event: "EventPage", now: datetime.datetime) -> Times | None:
    """The next time that ``event`` takes place, or takes place now; the last one if it is over."""
    times = all_times(event)
    return next((time for time in times if time.over_at > now), times[-1] if times else None)


def shown_times(event: "EventPage") -> Times:
    """The time that a list shows ``event`` with: the one its query found, else the first."""
    return times_on(event, getattr(event, "next_day", None) or event.start_date)


def moment(day: datetime.date, time: datetime.time | None) -> datetime.datetime:
    """``day`` at ``time``, or its midnight, in the portal's time zone, whoever looks."""
    naive = datetime.datetime.combine(day, time or datetime.time.min)
    return timezone.make_aware(naive, timezone.get_default_timezone())


def refuse_impossible(event: "EventPage", unknown: Collection[str] = ()) -> None:
    """Raise ``ValidationError``, by field, for dates that make no event: everything that is wrong, at once.

    What depends on a field that is ``unknown``, because what was typed there is no date, is not said.
    """
    errors: dict[str, object] = {}
    if TIME_FIELDS.isdisjoint(unknown):
        errors |= _wrong_times(event)
    if event.repeat and REPEAT_FIELDS.isdisjoint(unknown) and _is_right(event.start_date):
        errors |= _wrong_repeat(event)
    if errors:
        raise ValidationError(errors)


def _is_right(day: datetime.date | None) -> bool:
    return day is not None and FIRST_DAY <= day <= LAST_DAY


def _wrong_times(event: "EventPage") -> dict[str, object]:
    errors: dict[str, object] = {}
    if event.start_date is None:
        errors["start_date"] = _("Say on which day it begins.")
    elif not _is_right(event.start_date):
        errors["start_date"] = _("This year cannot be right.")
    if event.end_date and not _is_right(event.end_date):
        errors["end_date"] = _("This year cannot be right.")
    elif event.end_date and not errors and event.end_date < event.start_date:
        errors["end_date"] = _("It cannot end before it begins.")
    if event.all_day:
        return errors
    if event.start_time is None:
        errors["start_time"] = _("Say at what time it begins, or tick “all day”.")
    elif event.end_time and not errors:
        ends = (event.end_date or event.start_date, event.end_time)
        if ends <= (event.start_date, event.start_time):
            errors["end_time"] = _("It must end after it begins.")
    return errors


def _wrong_repeat(event: "EventPage") -> dict[str, object]:
    first, repeat, until = event.start_date, event.repeat, event.repeat_until
    errors: dict[str, object] = {}
    if not 1 <= (event.repeat_every or 0) <= 99:
        errors["repeat_every"] = _("A number from 1 to 99.")
    if event.repeat_count == 0:
        errors["repeat_count"] = _("An event takes place at least once.")
    if (until is None) == (event.repeat_count is None):
        errors["repeat_until"] = _("Say until which day it repeats, or how many times: one of both.")
    elif until and not _is_right(until):
        errors["repeat_until"] = _("This year cannot be right.")
    elif until and until < first:
        errors["repeat_until"] = _("It cannot end before it begins.")
    weekdays = parse_weekdays(event.repeat_weekdays)
    if repeat == Repeat.WEEKLY and weekdays and WEEKDAYS[first.weekday()] not in weekdays:
        errors["repeat_weekdays"] = _("The first day must be one of these days of the week.")
    if repeat == Repeat.MONTHLY_LAST_DAY and (first + datetime.timedelta(days=1)).day != 1:
        errors["start_date"] = _("The first day must be the last day of its month.")
    if repeat == Repeat.MONTHLY_LAST_WEEKDAY and (first + datetime.timedelta(days=7)).month == first.month:
        errors["start_date"] = _("The first day must be the last such weekday of its month.")
    return errors or _wrong_end(event)


def _wrong_end(event: "EventPage") -> dict[str, object]:
    rule = recurrence_of(event)
    if (event.repeat_count or 0) > MAX_TIMES or len(rule.rule_days(MAX_TIMES + 1)) > MAX_TIMES:
        field = "repeat_until" if event.repeat_until else "repeat_count"
        return {field: _("An event can take place at most %(count)s times.") % {"count": MAX_TIMES}}
    if rule.rule_days()[-1] > LAST_DAY:
        return {"repeat_count": _("This goes on for too long.")}
    return {}


def write_occurrences(event: "EventPage") -> None:
    """Write a row for each time that ``event``, as visitors see it, takes place; none for what is not published."""
    from newsroom.models import EventOccurrence

    rows = [
        EventOccurrence(
            event=event,
            first_day=times.first_day,
            last_day=times.last_day,
            starts_at=times.starts_at,
            over_at=times.over_at,
        )
        for times in (all_times(event) if event.live else [])
    ]
    with transaction.atomic():
        event.occurrences.all().delete()
        EventOccurrence.objects.bulk_create(rows)
