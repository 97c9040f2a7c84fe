"""Dates of the demo, relative to the day of seeding, and placeholders for them in texts."""

import datetime
import re
from typing import Any

from mysite.local_time import local_datetime

_PLACEHOLDER = re.compile(r"\{(ngay-thang|ngay-iso|nam-hoc|ngay|nam)([+-]\d+)?\}")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # strftime would follow the machine's locale


def get_publication_time(entry: dict[str, Any], today: datetime.date) -> datetime.datetime:
    """Return when an article was published.

    ``days_ago`` counts from ``today``; ``on`` ("MM-DD") is the last such day before today, so that exams stay in June
    and school openings in September, minus ``years_ago`` years. ``time`` is in the portal's time zone.
    """
    if "days_ago" in entry:
        day = today - datetime.timedelta(days=entry["days_ago"])
    else:
        month, day_of_month = (int(part) for part in entry["on"].split("-"))
        day = datetime.date(today.year, month, day_of_month)
        if day >= today:
            day = day.replace(year=day.year - 1)
        day = day.replace(year=day.year - entry.get("years_ago", 0))
    time = datetime.time.fromisoformat(entry["time"])
    return local_datetime(day, time)


def fill_in_dates(value: Any, day: datetime.date, language: str) -> Any:
    """Replace the date placeholders in every text of nested lists and dictionaries.

    ``{ngay-1}`` is the day before ``day``, ``{ngay-thang}`` the date without the year, ``{ngay-iso}`` in ISO 8601,
    ``{nam}`` the year, ``{nam-hoc+1}`` the school year after that of ``day``. Numbers are offsets in days, years and
    school years.
    """
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda match: _format_placeholder(match[1], int(match[2] or 0), day, language), value)
    if isinstance(value, list):
        return [fill_in_dates(item, day, language) for item in value]
    if isinstance(value, dict):
        return {key: fill_in_dates(item, day, language) for key, item in value.items()}
    return value


def _format_placeholder(name: str, offset: int, day: datetime.date, language: str) -> str:
    if name == "nam":
        return str(day.year + offset)
    if name == "nam-hoc":
        first_year = (day.year if day.month >= 8 else day.year - 1) + offset
        return f"{first_year}-{first_year + 1}"
    day += datetime.timedelta(days=offset)
    if name == "ngay-iso":
        return day.isoformat()
    if language == "en":
        day_and_month = f"{day.day} {_MONTHS[day.month - 1]}"
        return day_and_month if name == "ngay-thang" else f"{day_and_month} {day.year}"
    return f"{day:%d/%m}" if name == "ngay-thang" else f"{day:%d/%m/%Y}"
