"""The schedule of an event, a value object with its dates and recurrence rule, independent of the models."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mysite.local_time import local_datetime, local_midnight
from mysite.years import FIRST_DAY, LAST_DAY, year_error

from .recurrence import MAX_OCCURRENCES, WEEKDAYS, Recurrence, Repeat, parse_weekdays

#: The fields that determine the first occurrence, and those that determine the recurrence.
TIME_FIELDS = frozenset({"start_date", "end_date", "all_day", "start_time", "end_time"})
RECURRENCE_FIELDS = frozenset(
    {"start_date", "repeat", "repeat_every", "repeat_weekdays", "repeat_until", "repeat_count"}
)


@dataclass(frozen=True)
class Occurrence:
    """One occurrence of an event, in the portal's time zone. ``ends_at`` is None if it has no end time."""

    first_day: datetime.date
    last_day: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime | None
    #: When it is over: ``ends_at``, else the midnight after its last day.
    over_at: datetime.datetime


@dataclass(frozen=True)
class Schedule:
    """The values of the date fields of ``EventPage``, which may be invalid in a draft."""

    start_date: datetime.date | None
    start_time: datetime.time | None = None
    end_date: datetime.date | None = None
    end_time: datetime.time | None = None
    all_day: bool = False
    repeat: str = ""
    repeat_every: int | None = 1
    repeat_weekdays: str = ""
    repeat_until: datetime.date | None = None
    repeat_count: int | None = None
    exceptions: frozenset[datetime.date] = frozenset()

    @cached_property
    def recurrence(self) -> Recurrence | None:
        """The recurrence rule; None while there is no first day."""
        if self.start_date is None:
            return None
        return Recurrence(
            first=self.start_date,
            repeat=Repeat(self.repeat),
            every=self.repeat_every or 1,
            weekdays=parse_weekdays(self.repeat_weekdays),
            until=self.repeat_until,
            count=self.repeat_count,
            exceptions=self.exceptions,
        )

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """All occurrences in order; none while the dates are invalid, as in a draft."""
        if self.recurrence is None or not self.is_valid:
            return ()
        return tuple(self.get_occurrence_on(day) for day in self.recurrence.expand())

    def get_occurrence_on(self, day: datetime.date) -> Occurrence:
        """Return the occurrence that begins on ``day``, as long as the first one. Exceptions need not be loaded."""
        first = self.start_date or day
        last_day = day + ((self.end_date or first) - first)
        after = local_midnight(last_day + datetime.timedelta(days=1))
        starts_at = self.get_start(day)
        if self.all_day or self.end_time is None:
            return Occurrence(day, last_day, starts_at, after if self.all_day else None, after)
        ends_at = local_datetime(last_day, self.end_time)
        if last_day > day and self.end_time == datetime.time.min:
            last_day -= datetime.timedelta(days=1)  # it ends at midnight and so does not reach the next day
        return Occurrence(day, last_day, starts_at, ends_at, ends_at)

    def get_start(self, day: datetime.date) -> datetime.datetime:
        """Return the start of the occurrence on ``day``; midnight if it has no start time."""
        return local_midnight(day) if self.all_day or self.start_time is None else local_datetime(day, self.start_time)

    def get_next_occurrence(self, now: datetime.datetime) -> Occurrence | None:
        """Return the next or current occurrence, or the last one if all are over."""
        times = self.occurrences
        return next((time for time in times if time.over_at > now), times[-1] if times else None)

    @cached_property
    def is_valid(self) -> bool:
        """Whether the dates are valid; those of a draft may not be."""
        return not self.find_errors()

    def validate(self, invalid_fields: Collection[str] = ()) -> None:
        """Raise a ``ValidationError`` with all errors by field."""
        if errors := self.find_errors(invalid_fields):
            raise ValidationError(errors)

    def find_errors(self, invalid_fields: Collection[str] = ()) -> dict[str, object]:
        """Return all errors by field, except those that depend on a field which already has an error of its own."""
        errors: dict[str, object] = {}
        if TIME_FIELDS.isdisjoint(invalid_fields):
            errors |= self._find_time_errors()
        if self.repeat and RECURRENCE_FIELDS.isdisjoint(invalid_fields) and _is_in_range(self.start_date):
            errors |= self._find_recurrence_errors(self.start_date)
        return errors

    def _find_time_errors(self) -> dict[str, object]:
        errors: dict[str, object] = {}
        if self.start_date is None:
            errors["start_date"] = _("Enter the start date.")
        elif not _is_in_range(self.start_date):
            errors["start_date"] = year_error()
        if self.end_date and not _is_in_range(self.end_date):
            errors["end_date"] = year_error()
        elif self.end_date and self.start_date and not errors and self.end_date < self.start_date:
            errors["end_date"] = _("The end cannot be before the start.")
        if self.all_day:
            return errors
        if self.start_time is None:
            errors["start_time"] = _("Enter a start time or tick “all day”.")
        elif self.end_time and not errors:
            ends = (self.end_date or self.start_date, self.end_time)
            if ends <= (self.start_date, self.start_time):
                errors["end_time"] = _("The end must be after the start.")
        return errors

    def _find_recurrence_errors(self, first: datetime.date) -> dict[str, object]:
        until = self.repeat_until
        errors: dict[str, object] = {}
        if not 1 <= (self.repeat_every or 0) <= 99:
            errors["repeat_every"] = _("Enter a number from 1 to 99.")
        if self.repeat_count == 0:
            errors["repeat_count"] = _("Enter a number of at least 1.")
        if (until is None) == (self.repeat_count is None):
            errors["repeat_until"] = _("Enter either “repeat until” or the number of occurrences, not both.")
        elif until and not _is_in_range(until):
            errors["repeat_until"] = year_error()
        elif until and until < first:
            errors["repeat_until"] = _("The end cannot be before the start.")
        weekdays = parse_weekdays(self.repeat_weekdays)
        if self.repeat == Repeat.WEEKLY and weekdays and WEEKDAYS[first.weekday()] not in weekdays:
            errors["repeat_weekdays"] = _("The start date must fall on one of the selected weekdays.")
        if self.repeat == Repeat.MONTHLY_LAST_DAY and (first + datetime.timedelta(days=1)).day != 1:
            errors["start_date"] = _("The start date must be the last day of a month.")
        if self.repeat == Repeat.MONTHLY_LAST_WEEKDAY and (first + datetime.timedelta(days=7)).month == first.month:
            errors["start_date"] = _(
                "The start date must be the last such weekday of its month (for example, the last Friday)."
            )
        return errors or self._find_end_errors()

    def _find_end_errors(self) -> dict[str, object]:
        days = self.recurrence.expand_rule(MAX_OCCURRENCES + 1) if self.recurrence else []
        if (self.repeat_count or 0) > MAX_OCCURRENCES or len(days) > MAX_OCCURRENCES:
            field = "repeat_until" if self.repeat_until else "repeat_count"
            return {field: _("An event can have at most %(count)s occurrences.") % {"count": MAX_OCCURRENCES}}
        if days[-1] > LAST_DAY:
            last = date_format(LAST_DAY, "SHORT_DATE_FORMAT")
            return {"repeat_count": _("The last occurrence must be no later than %(day)s.") % {"day": last}}
        return {}


def _is_in_range(day: datetime.date | None) -> TypeGuard[datetime.date]:
    return day is not None and FIRST_DAY <= day <= LAST_DAY
