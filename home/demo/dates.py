"""Demo dates: everything is counted back from the day of seeding, and texts say those dates."""

import datetime
import re
from typing import Any

from django.utils import timezone

_PLACE = re.compile(r"\{(ngay-thang|ngay-iso|nam-hoc|ngay|nam)([+-]\d+)?\}")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # strftime would follow the machine's locale


def moment(entry: dict[str, Any], today: datetime.date) -> datetime.datetime:
    """When an article appeared.

    ``days_ago`` counts from ``today``; ``on`` ("MM-DD") is the last such day before today, so that exams stay in June
    and openings in September, ``years_ago`` years earlier. ``time`` is the hour in the portal's time zone.
    """
    if "days_ago" in entry:
        day = today - datetime.timedelta(days=entry["days_ago"])
    else:
        month, number = (int(part) for part in entry["on"].split("-"))
        day = datetime.date(today.year, month, number)
        if day >= today:
            day = day.replace(year=day.year - 1)
        day = day.replace(year=day.year - entry.get("years_ago", 0))
    time = datetime.time.fromisoformat(entry["time"])
    return timezone.make_aware(datetime.datetime.combine(day, time), timezone.get_default_timezone())


def fill_in(value: Any, day: datetime.date, language: str) -> Any:
    """Put dates into every text of nested lists and dictionaries.

    ``{ngay-1}`` is the day before ``day``, ``{ngay-thang}`` leaves its year out, ``{ngay-iso}`` is for machines,
    ``{nam}`` is the year, ``{nam-hoc+1}`` the school year after the one that ``day`` is in. Numbers count days, years
    and school years.
    """
    if isinstance(value, str):
        return _PLACE.sub(lambda match: _words(match[1], int(match[2] or 0), day, language), value)
    if isinstance(value, list):
        return [fill_in(item, day, language) for item in value]
    if isinstance(value, dict):
        return {name: fill_in(item, day, language) for name, item in value.items()}
    return value


def _words(what: str, number: int, day: datetime.date, language: str) -> str:
    if what == "nam":
        return str(day.year + number)
    if what == "nam-hoc":
        first = (day.year if day.month >= 8 else day.year - 1) + number
        return f"{first}-{first + 1}"
    day += datetime.timedelta(days=number)
    if what == "ngay-iso":
        return day.isoformat()
    if language == "en":
        words = f"{day.day} {_MONTHS[day.month - 1]}"
        return words if what == "ngay-thang" else f"{words} {day.year}"
    return f"{day:%d/%m}" if what == "ngay-thang" else f"{day:%d/%m/%Y}"
