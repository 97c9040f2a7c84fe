"""Dates of the demo's events, relative to the day of seeding.

``starts`` of an event is one of

- ``{ days = -3 }``: three days before today,
- ``{ weeks = 2, weekday = "SA" }``: the Saturday of the week after next,
- ``{ months = -1, nth = [2, "TU"] }``, ``{ months = 0, date = 15 }``, ``{ months = 1, date = "last" }``: a day of the
  last, this or the next month,
- ``{ next = "01-12" }``: the first such day after today,
- ``{ at = "an-article", days = -1 }``: counted from the day an article appeared,
- ``{ after = ["an-article", "06-05"] }``: the first such day after that.
"""

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from newsroom.events.recurrence import WEEKDAYS

from . import content
from .dates import get_publication_time


def get_article_days(today: datetime.date) -> dict[str, datetime.date]:
    """Return the publication day of each Vietnamese article by its key."""
    return {entry["key"]: get_publication_time(entry, today).date() for entry in content.read_articles()}


def get_first_day(
    starts: Mapping[str, Any], today: datetime.date, articles: Mapping[str, datetime.date]
) -> datetime.date:
    """Return the first day of an event from its ``starts``."""
    match starts:
        case {"weeks": weeks, "weekday": weekday}:
            monday = today - datetime.timedelta(days=today.weekday())
            return monday + datetime.timedelta(weeks=weeks, days=WEEKDAYS.index(weekday))
        case {"months": months, **day_of_month}:
            return _get_day_of_month(today, months, day_of_month)
        case {"next": date}:
            return _get_next_anniversary(date, today + datetime.timedelta(days=1))
        case {"at": key, **offset}:
            return articles[key] + datetime.timedelta(**offset)
        case {"after": [key, date]}:
            return _get_next_anniversary(date, articles[key])
    return today + datetime.timedelta(**starts)


def _get_day_of_month(today: datetime.date, months: int, day_of_month: Mapping[str, Any]) -> datetime.date:
    years, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = datetime.date(years, month + 1, 1)
    if "nth" in day_of_month:
        nth, weekday = day_of_month["nth"]
        days_ahead = (WEEKDAYS.index(weekday) - first.weekday()) % 7 + 7 * (nth - 1)
        return first + datetime.timedelta(days=days_ahead)
    if day_of_month["date"] == "last":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(day=day_of_month["date"])


def _get_next_anniversary(date: str, earliest: datetime.date) -> datetime.date:
    """Return the first ``date`` ("MM-DD") on or after ``earliest``."""
    month, day_of_month = (int(part) for part in date.split("-"))
    day = datetime.date(earliest.year, month, day_of_month)
    return day if day >= earliest else day.replace(year=day.year + 1)
