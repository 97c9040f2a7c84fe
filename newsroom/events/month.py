"""A calendar month of events: weeks from Monday, with every event on each of its days."""

import calendar
import datetime
import re
from dataclasses import dataclass, field, replace
from typing import Self

from django.db.models import Exists, Max, Min, OuterRef, Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from mysite.years import FIRST_DAY, LAST_DAY
from newsroom.models.event_children import EventOccurrence
from newsroom.models.events import EventPage
from newsroom.models.querysets import EventPageQuerySet

from .schedule import Occurrence

#: The query parameter for a month by language: ``?thang=2014-04``. All are accepted in every language.
QUERY_PARAMETERS = {"vi": "thang", "en": "month"}
#: How many entries of a day a wide calendar shows.
MAX_SHOWN_ENTRIES = 3
#: How far beyond the events a month without any is still a page, and not an error.
NEAR = datetime.timedelta(days=366)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class InvalidMonthError(ValueError):
    """The URL's month is malformed or outside the range of event dates."""


@dataclass(frozen=True)
class DayEntry:
    """An event on one of its days."""

    event: EventPage
    occurrence: Occurrence
    date: datetime.date
    #: The rows of a bar's day above it that are empty, because other bars of the week have ended.
    empty_rows: int = 0

    @property
    def continues(self) -> bool:
        """Whether it began on an earlier day."""
        return self.occurrence.first_day < self.date

    @property
    def is_bar(self) -> bool:
        """Whether it takes several days, over which a wide calendar shows it as a bar."""
        return self.occurrence.first_day < self.occurrence.last_day

    @property
    def begins_bar(self) -> bool:
        """Whether the bar begins on this day, or again in a new week or month."""
        return not self.continues or self.date.weekday() == calendar.MONDAY or self.date.day == 1

    @property
    def days_of_bar(self) -> int:
        """How many cells the bar has from this day to its end, or that of the week or month."""
        last_of_month = calendar.monthrange(self.date.year, self.date.month)[1]
        days = (self.occurrence.last_day - self.date).days + 1
        return min(days, 7 - self.date.weekday(), last_of_month - self.date.day + 1)


@dataclass
class CalendarDay:
    date: datetime.date
    is_today: bool
    entries: list[DayEntry] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The URL fragment of the day: “d24”."""
        return f"d{self.date.day}"

    @property
    def hidden_count(self) -> int:
        """The number of entries that a wide calendar hides until the day is opened."""
        return max(0, len(self.entries) - MAX_SHOWN_ENTRIES)


@dataclass(frozen=True)
class CalendarMonth:
    """A month; ``weeks`` has seven days each, None for those of other months."""

    first_day: datetime.date
    weeks: list[list[CalendarDay | None]]
    is_empty: bool
    is_current: bool

    @property
    def chosen_day(self) -> CalendarDay | None:
        """The day whose events a phone shows first: today or the next one with events, else the first one."""
        days = [day for week in self.weeks for day in week if day and day.entries]
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        ahead = [day for day in days if self.is_current and day.date >= today]
        return next(iter(ahead or days), None)


def get_query_parameter() -> str:
    return QUERY_PARAMETERS.get(get_language() or "", "month")


def build_query(day: datetime.date) -> str:
    """Return the query string for the month of ``day``, relative to an event section: ``?thang=2014-04``."""
    return f"?{get_query_parameter()}={day:%Y-%m}"


def get_requested_month(request: HttpRequest) -> datetime.date | None:
    """Return the first day of the month in the query string, or None if there is no month."""
    for name in (get_query_parameter(), *QUERY_PARAMETERS.values()):
        if name in request.GET:
            return parse_month(request.GET[name])
    return None


def parse_month(text: str) -> datetime.date:
    """Parse ``"2014-04"`` as 1 April 2014. Raises ``InvalidMonthError``."""
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not FIRST_DAY.year <= int(match[1]) <= LAST_DAY.year:
        raise InvalidMonthError(text[:20])
    return datetime.date(int(match[1]), int(match[2]), 1)


@dataclass(frozen=True)
class MonthSpan:
    """The months to which a calendar leads: from the first to the last one with an event, and the present one.

    Without these bounds crawlers would follow the links to next and previous months for centuries.
    """

    first: datetime.date
    last: datetime.date

    @classmethod
    def of(cls, events: EventPageQuerySet) -> Self:
        """Return the span of ``events``. One query."""
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        occurrences = EventOccurrence.objects.filter(event__in=events.order_by().values("pk"))
        days = occurrences.aggregate(first=Min("first_day"), last=Max("last_day"))
        first, last = min(days["first"] or today, today), max(days["last"] or today, today)
        return cls(first.replace(day=1), last.replace(day=1))

    def is_near(self, first_day: datetime.date) -> bool:
        """Return whether the month is in the span, or so close that an event may have been there until lately."""
        return self.first - NEAR <= first_day <= self.last + NEAR

    def get_previous(self, first_day: datetime.date) -> datetime.date | None:
        """Return the month before, as far as the span reaches."""
        before = (first_day - datetime.timedelta(days=1)).replace(day=1)
        return min(before, self.last) if before >= self.first else None

    def get_next(self, first_day: datetime.date) -> datetime.date | None:
        after = (first_day + datetime.timedelta(days=31)).replace(day=1)
        return max(after, self.first) if after <= self.last else None


def build_month(events: EventPageQuerySet, first_day: datetime.date) -> CalendarMonth:
    """Return the month that begins on ``first_day`` with those of ``events`` in it. Two queries."""
    length = calendar.monthrange(first_day.year, first_day.month)[1]
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    days = [
        CalendarDay(date, date == today) for date in (first_day + datetime.timedelta(days=n) for n in range(length))
    ]
    entries = _find_entries(events, first_day, days[-1].date)
    for entry, number in entries:
        days[number].entries.append(entry)
    for day in days:
        day.entries.sort(key=lambda entry: (not entry.is_bar, entry.occurrence.starts_at, entry.event.pk))
    _place_bars(days)
    cells: list[CalendarDay | None] = [None] * first_day.weekday() + days
    cells += [None] * (-len(cells) % 7)
    return CalendarMonth(
        first_day=first_day,
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
        is_empty=not entries,
        is_current=first_day == today.replace(day=1),
    )


def _place_bars(days: list[CalendarDay]) -> None:
    """Give each bar the same row on all days of a week, by the empty rows above it."""
    rows: list[tuple[int, datetime.date] | None] = []
    for day in days:
        if day.date.weekday() == calendar.MONDAY:
            rows = []
        bars = {(entry.event.pk, entry.occurrence.first_day): entry for entry in day.entries if entry.is_bar}
        rows = [row if row in bars else None for row in rows]
        for bar in [key for key in bars if key not in rows]:
            if None in rows:
                rows[rows.index(None)] = bar
            else:
                rows.append(bar)
        placed, empty_rows = [], 0
        for row in rows:
            if row is None:
                empty_rows += 1
            else:
                placed.append(replace(bars[row], empty_rows=empty_rows))
                empty_rows = 0
        day.entries = [*placed, *(entry for entry in day.entries if not entry.is_bar)]


def _find_entries(
    events: EventPageQuerySet, first_day: datetime.date, last_day: datetime.date
) -> list[tuple[DayEntry, int]]:
    """Return the entries between two days, each with the index of its day."""
    between = EventOccurrence.objects.filter(first_day__lte=last_day, last_day__gte=first_day)
    shown = (
        events.filter(Exists(between.filter(event=OuterRef("pk"))))
        .defer_streamfields()
        .select_related("locale")
        .prefetch_related(Prefetch("occurrences", queryset=between, to_attr="shown_occurrences"))
    )
    entries = []
    for event in shown:
        for occurrence in event.shown_occurrences:
            times = event.get_occurrence_on(occurrence.first_day)
            first, last = max(times.first_day, first_day), min(times.last_day, last_day)
            for number in range((first - first_day).days, (last - first_day).days + 1):
                date = first_day + datetime.timedelta(days=number)
                entries.append((DayEntry(event, times, date), number))
    return entries
