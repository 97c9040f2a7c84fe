"""A month of events as a calendar shows it: weeks from Monday, every event on each of its days."""

import calendar
import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from newsroom.event_dates import FIRST_DAY, LAST_DAY, Times, times_on

if TYPE_CHECKING:
    from newsroom.models import EventPage
    from newsroom.querysets import EventPageQuerySet

#: What asks for a month, by language: ``?thang=2014-04``. Links made for one language work in the other.
PARAMETERS = {"vi": "thang", "en": "month"}
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class NoSuchMonthError(ValueError):
    """The address asks for a month that is none, or further away than events can be."""


@dataclass(frozen=True)
class Entry:
    """An event on one of its days."""

    event: "EventPage"
    times: Times
    #: Whether it began on an earlier day.
    continues: bool


@dataclass
class Day:
    date: datetime.date
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month; ``weeks`` has seven days each, None for those of other months."""

    first_day: datetime.date
    weeks: list[list[Day | None]]
    is_empty: bool
    is_current: bool

    @property
    def previous(self) -> datetime.date | None:
        before = self.first_day - datetime.timedelta(days=1)
        return before.replace(day=1) if before >= FIRST_DAY else None

    @property
    def next(self) -> datetime.date | None:
        after = self.first_day + datetime.timedelta(days=31)
        return after.replace(day=1) if after <= LAST_DAY else None


def parameter() -> str:
    return PARAMETERS.get(get_language() or "", "month")


def query(day: datetime.date) -> str:
    """``?thang=2014-04``: leads from any page of a section of events to the month of ``day``."""
    return f"?{parameter()}={day:%Y-%m}"


def asked_for(request: HttpRequest) -> datetime.date | None:
    """The first day of the month that the address asks for; None if it asks for no month."""
    for name in (parameter(), *PARAMETERS.values()):
        if name in request.GET:
            return parse(request.GET[name])
    return None


def parse(text: str) -> datetime.date:
    """``"2014-04"`` → 1 April 2014."""
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not FIRST_DAY.year <= int(found[1]) <= LAST_DAY.year:
        raise NoSuchMonthError(text[:20])
    return datetime.date(int(found[1]), int(found[2]), 1)


def build(events: "EventPageQuerySet", first_day: datetime.date) -> Month:
    """The month that begins on ``first_day``, with ``events``. Two queries."""
    length = calendar.monthrange(first_day.year, first_day.month)[1]
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    days = [Day(date, date == today) for date in (first_day + datetime.timedelta(days=n) for n in range(length))]
    entries = _entries(events, first_day, days[-1].date)
    for entry, number in entries:
        days[number].entries.append(entry)
    for day in days:
        day.entries.sort(key=lambda entry: (not entry.continues, entry.times.starts_at, entry.event.pk))
    cells: list[Day | None] = [None] * first_day.weekday() + days
    cells += [None] * (-len(cells) % 7)
    return Month(
        first_day=first_day,
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
        is_empty=not entries,
        is_current=first_day == today.replace(day=1),
    )


def _entries(events: "EventPageQuerySet", first_day: datetime.date, last_day: datetime.date) -> list[tuple[Entry, int]]:
    """The events between two days, each with the number of the day, from 0, that it is shown on."""
    from newsroom.models import EventOccurrence

    between = EventOccurrence.objects.filter(first_day__lte=last_day, last_day__gte=first_day)
    shown = (
        events.filter(Exists(between.filter(event=OuterRef("pk"))))
        .defer_streamfields()
        .select_related("locale")
        .prefetch_related(Prefetch("occurrences", queryset=between, to_attr="shown_occurrences"))
    )
    found = []
    for event in shown:
        for occurrence in event.shown_occurrences:
            times = times_on(event, occurrence.first_day)
            first, last = max(times.first_day, first_day), min(times.last_day, last_day)
            for number in range((first - first_day).days, (last - first_day).days + 1):
                continues = first_day + datetime.timedelta(days=number) > times.first_day
                found.append((Entry(event, times, continues), number))
    return found
