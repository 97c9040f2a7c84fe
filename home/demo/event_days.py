"""On which days the demo's events take place, counted from the day of seeding, whatever day that is.

``starts`` of an event is one of

- ``{ days = -3 }``: three days before today,
- ``{ weeks = 2, weekday = "SA" }``: the Saturday of the week after next,
- ``{ months = -1, nth = [2, "TU"] }``, ``{ months = 0, date = 15 }``, ``{ months = 1, date = "last" }``: a day of the
  last, this or the next month,
- ``{ next = "01-12" }``: the first such day that is still to come,
- ``{ at = "an-article", days = -1 }``: counted from the day an article appeared,
- ``{ after = ["an-article", "06-05"] }``: the first such day after that.
"""

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from newsroom.recurrence import WEEKDAYS

from . import content
from .dates import moment


def article_days(today: datetime.date) -> dict[str, datetime.date]:
    """The day each Vietnamese article appeared, by its key."""
    return {entry["key"]: moment(entry, today).date() for entry in content.articles()}


def first_day(starts: Mapping[str, Any], today: datetime.date, articles: Mapping[str, datetime.date]) -> datetime.date:
    """The first day of an event."""
    match starts:
        case {"weeks": weeks, "weekday": name}:
            monday = today - datetime.timedelta(days=today.weekday())
            return monday + datetime.timedelta(weeks=weeks, days=WEEKDAYS.index(name))
        case {"months": months, **which}:
            return _day_of_month(today, months, which)
        case {"next": date}:
            return _next(date, today + datetime.timedelta(days=1))
        case {"at": key, **shift}:
            return articles[key] + datetime.timedelta(**shift)
        case {"after": [key, date]}:
            return _next(date, articles[key])
    return today + datetime.timedelta(**starts)


def _day_of_month(today: datetime.date, months: int, which: Mapping[str, Any]) -> datetime.date:
    years, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = datetime.date(years, month + 1, 1)
    if "nth" in which:
        number, name = which["nth"]
        ahead = (WEEKDAYS.index(name) - first.weekday()) % 7 + 7 * (number - 1)
        return first + datetime.timedelta(days=ahead)
    if which["date"] == "last":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(day=which["date"])


def _next(date: str, earliest: datetime.date) -> datetime.date:
    """The first ``date`` ("MM-DD") from ``earliest`` on."""
    month, number = (int(part) for part in date.split("-"))
    day = datetime.date(earliest.year, month, number)
    return day if day >= earliest else day.replace(year=day.year + 1)
