"""The calendar file, expanded by an independent library, and the month pages show the same days.

Both are requested by URL: the section's ``lich.ics`` is parsed with icalendar and expanded with recurring-ical-events,
the month pages are parsed from their tables, over two years.
"""

import datetime
from collections import defaultdict
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.events.recurrence import WEEKDAYS, Repeat
from newsroom.models import EventSection
from tests.support import factories
from tests.support.html import get_text

pytestmark = pytest.mark.django_db

#: Two future years with a leap day in between: the file contains only one year of past events.
FIRST, YEARS = datetime.date(2047, 1, 1), 2
END = FIRST.replace(year=FIRST.year + YEARS)
Days = dict[datetime.date, list[str]]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def time(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)


def read_month_pages(client: Client, section: EventSection) -> Days:
    """Return what the month pages show on each day."""
    days: Days = {}
    for number in range(12 * YEARS):
        month = f"{FIRST.year + number // 12}-{number % 12 + 1:02d}"
        response = client.get(f"{section.url}?thang={month}")
        if response.status_code == 404:  # long after the last event
            continue
        for cell in BeautifulSoup(response.content, "html.parser").select("table.month td"):
            if not cell.get_text(strip=True):
                continue
            date = day(cell.find("time")["datetime"])
            assert f"{date:%Y-%m}" == month
            assert date not in days
            days[date] = sorted(get_text(link) for link in cell.select("li a"))
    return {date: titles for date, titles in days.items() if titles}


def expand_calendar_file(client: Client, section: EventSection) -> Days:
    """Return what a calendar client shows on each day, from the section's file."""
    calendar = icalendar.Calendar.from_ical(client.get(f"{section.url}lich.ics").content)
    days: Days = defaultdict(list)
    for event in recurring_ical_events.of(calendar).between(FIRST, END):
        for date in get_days(event):
            if FIRST <= date < END:
                days[date].append(str(event["SUMMARY"]))
    return {date: sorted(titles) for date, titles in days.items()}


def get_days(event: icalendar.Event) -> list[datetime.date]:
    """Return the days of an occurrence. Its end is exclusive."""
    start, end = event.start, event.end
    if isinstance(start, datetime.datetime):
        assert str(start.tzinfo) == "Asia/Ho_Chi_Minh"
        assert start.utcoffset() == datetime.timedelta(hours=7)
        last = max(start, end - datetime.timedelta(microseconds=1)).date()
        start = start.date()
    else:
        last = end - datetime.timedelta(days=1)
    return [start + datetime.timedelta(days=number) for number in range((last - start).days + 1)]


def expand_with_vobject(client: Client, section: EventSection) -> Days:
    """Return the same as ``expand_calendar_file``, from another library."""
    calendar = vobject.readOne(client.get(f"{section.url}lich.ics").content.decode())
    days: Days = defaultdict(list)
    for event in calendar.vevent_list:
        first = event.dtstart.value
        is_timed = isinstance(first, datetime.datetime)
        end = event.dtend.value if hasattr(event, "dtend") else first
        step = datetime.timedelta(microseconds=1) if is_timed else datetime.timedelta(days=1)
        length = max(end - step - first, datetime.timedelta())  # the end is exclusive
        for start in event.getrruleset(addRDate=True) or [first]:
            moment = start.replace(tzinfo=None) if is_timed else datetime.datetime.combine(start, time("00:00"))
            for number in range(((moment + length).date() - moment.date()).days + 1):
                date = moment.date() + datetime.timedelta(days=number)
                if FIRST <= date < END:
                    days[date].append(event.summary.value)
    return {date: sorted(titles) for date, titles in days.items()}


ALL_DAY: dict[str, Any] = {"all_day": True, "start_time": None}
EVENTS: dict[str, dict[str, Any]] = {
    "once": {"start_date": "2047-03-05"},
    "once, with an end": {"start_date": "2047-03-05", "end_time": "11:00"},
    "once, until midnight": {"start_date": "2047-03-30", "end_date": "2047-03-31", "end_time": "00:00"},
    "past midnight": {"start_date": "2047-03-31", "end_date": "2047-04-01", "start_time": "22:00", "end_time": "01:00"},
    "from midnight": {"start_date": "2047-05-01", "start_time": "00:00", "end_time": "06:00"},
    "several days": {"start_date": "2047-02-27", "end_date": "2047-03-02", "end_time": "17:00"},
    "several days without an end": {"start_date": "2047-06-29", "end_date": "2047-07-01"},
    "over the year's end": {"start_date": "2047-12-30", "end_date": "2048-01-03", **ALL_DAY},
    "all day": {"start_date": "2048-02-29", **ALL_DAY},
    "all day, several days": {"start_date": "2048-02-28", "end_date": "2048-03-01", **ALL_DAY},
    "began before": {"start_date": "2046-12-20", "end_date": "2047-01-10", **ALL_DAY},
    "daily": {"start_date": "2047-01-30", "repeat": "daily", "repeat_count": 12},
    "every third day": {"start_date": "2048-02-20", "repeat": "daily", "repeat_every": 3, "repeat_until": "2048-03-21"},
    "daily for two years": {"start_date": "2047-01-01", "repeat": "daily", "repeat_until": "2048-12-31", **ALL_DAY},
    "weekly": {"start_date": "2047-01-07", "repeat": "weekly", "repeat_until": "2047-12-30"},
    "weekly until the day before": {"start_date": "2047-01-07", "repeat": "weekly", "repeat_until": "2047-12-29"},
    "on three weekdays": {
        "start_date": "2047-01-07", "repeat": "weekly", "repeat_weekdays": "MO,WE,SU", "repeat_count": 40,
    },
    "every second week from a Wednesday": {
        "start_date": "2047-01-09", "repeat": "weekly", "repeat_every": 2, "repeat_weekdays": "MO,WE,SU",
        "repeat_until": "2047-07-01", "end_time": "10:30",
    },
    "monthly on the 31st": {"start_date": "2047-01-31", "repeat": "monthly_date", "repeat_until": "2048-12-31"},
    "monthly on the 31st, 10 times": {"start_date": "2047-01-31", "repeat": "monthly_date", "repeat_count": 10},
    "monthly on the 29th": {"start_date": "2047-01-29", "repeat": "monthly_date", "repeat_until": "2048-12-31"},
    "the leap day, every twelfth month": {
        "start_date": "2048-02-29", "repeat": "monthly_date", "repeat_every": 12, "repeat_count": 2, **ALL_DAY,
    },
    "monthly on the last day": {
        "start_date": "2047-02-28", "repeat": "monthly_last_day", "repeat_until": "2048-12-31", **ALL_DAY,
    },
    "monthly on the last day, with times": {
        "start_date": "2047-01-31", "repeat": "monthly_last_day", "repeat_count": 20, "end_time": "09:00",
    },
    "the second Tuesday": {"start_date": "2047-01-08", "repeat": "monthly_weekday", "repeat_count": 24},
    "the fifth Friday": {"start_date": "2047-03-29", "repeat": "monthly_weekday", "repeat_until": "2048-12-31"},
    "the last Friday": {"start_date": "2047-01-25", "repeat": "monthly_last_weekday", "repeat_until": "2048-12-31"},
    "every second month, the last Sunday": {
        "start_date": "2047-01-27", "repeat": "monthly_last_weekday", "repeat_every": 2, "repeat_count": 9, **ALL_DAY,
    },
    "with exceptions": {
        "start_date": "2047-01-07", "repeat": "weekly", "repeat_count": 20,
        "exceptions": ("2047-01-14", "2047-02-04", "2047-05-20"),
    },
    "without its first day": {
        "start_date": "2047-01-07", "repeat": "weekly", "repeat_until": "2047-03-01", "exceptions": ("2047-01-07",),
    },
    "all day, with exceptions": {
        "start_date": "2048-02-27", "repeat": "daily", "repeat_count": 5, "exceptions": ("2048-02-29",), **ALL_DAY,
    },
    "several days, again and again": {
        "start_date": "2047-01-31", "end_date": "2047-02-02", "end_time": "12:00", "repeat": "monthly_last_day",
        "repeat_until": "2048-12-31", "exceptions": ("2047-02-28",),
    },
    "nights until midnight": {
        "start_date": "2047-01-31", "end_date": "2047-02-01", "start_time": "19:00", "end_time": "00:00",
        "repeat": "monthly_date", "repeat_until": "2047-12-31",
    },
}  # fmt: skip


def fields(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the field values of an event written as above."""
    values = {"start_time": "07:30", **raw}
    for name, value in values.items():
        if isinstance(value, str) and name.endswith(("_date", "_until")):
            values[name] = day(value)
        elif isinstance(value, str) and name.endswith("_time"):
            values[name] = time(value)
    values["exceptions"] = tuple(map(day, raw.get("exceptions", ())))
    return values


def test_months_and_calendar_file_agree(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    for title, raw in EVENTS.items():
        factories.EventFactory(parent=section, title=title, **fields(raw))
    shown, exported = read_month_pages(client, section), expand_calendar_file(client, section)
    titles = {title for names in shown.values() for title in names}
    assert titles == set(EVENTS)
    assert exported == shown
    assert expand_with_vobject(client, section) == shown


#: The expected days of some of the above, counted by hand.
BY_HAND = {
    "once, until midnight": ["2047-03-30"],
    "past midnight": ["2047-03-31", "2047-04-01"],
    "several days": ["2047-02-27", "2047-02-28", "2047-03-01", "2047-03-02"],
    "several days without an end": ["2047-06-29", "2047-06-30", "2047-07-01"],
    "all day, several days": ["2048-02-28", "2048-02-29", "2048-03-01"],
    "monthly on the 31st, 10 times": [
        "2047-01-31", "2047-03-31", "2047-05-31", "2047-07-31", "2047-08-31", "2047-10-31", "2047-12-31",
        "2048-01-31", "2048-03-31", "2048-05-31",
    ],
    "the leap day, every twelfth month": ["2048-02-29"],
    "the fifth Friday": [
        "2047-03-29", "2047-05-31", "2047-08-30", "2047-11-29", "2048-01-31", "2048-05-29", "2048-07-31", "2048-10-30",
    ],
    "all day, with exceptions": ["2048-02-27", "2048-02-28", "2048-03-01", "2048-03-02"],
    "without its first day": [
        "2047-01-14", "2047-01-21", "2047-01-28", "2047-02-04", "2047-02-11", "2047-02-18", "2047-02-25",
    ],
}  # fmt: skip


def test_days_match_expected_lists(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    for title in BY_HAND:
        factories.EventFactory(parent=section, title=title, **fields(EVENTS[title]))
    shown: dict[str, list[str]] = {title: [] for title in BY_HAND}
    for date, titles in sorted(read_month_pages(client, section).items()):
        for title in titles:
            shown[title].append(date.isoformat())
    assert shown == BY_HAND


@st.composite
def event_strategy(draw: Any) -> dict[str, Any]:
    """A strategy for events that pass the form's validation."""
    first = draw(st.dates(FIRST, END - datetime.timedelta(days=200)))
    repeat = Repeat(draw(st.sampled_from(Repeat.values)))
    if repeat == Repeat.MONTHLY_LAST_DAY:
        first = (first.replace(day=1) + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    if repeat == Repeat.MONTHLY_LAST_WEEKDAY:
        while (first + datetime.timedelta(days=7)).month == first.month:
            first += datetime.timedelta(days=7)
    all_day = draw(st.booleans())
    length = draw(st.integers(0, 3))
    event = {
        "start_date": first,
        "end_date": first + datetime.timedelta(days=length),
        "all_day": all_day,
        "start_time": None if all_day else draw(st.times(datetime.time(0), datetime.time(12))).replace(microsecond=0),
        "repeat": repeat,
        "repeat_every": draw(st.integers(1, 4)),
    }
    if not all_day and draw(st.booleans()):
        event["end_time"] = draw(st.times(datetime.time(13), datetime.time(23))).replace(microsecond=0)
        if length and draw(st.booleans()):
            event["end_time"] = datetime.time(0)
    if repeat == Repeat.WEEKLY:
        chosen = draw(st.sets(st.sampled_from(WEEKDAYS))) | {WEEKDAYS[first.weekday()]}
        event["repeat_weekdays"] = ",".join(weekday for weekday in WEEKDAYS if weekday in chosen)
    if repeat and draw(st.booleans()):
        event["repeat_until"] = first + datetime.timedelta(days=draw(st.integers(0, 150)))
    elif repeat:
        event["repeat_count"] = draw(st.integers(1, 40))
    if repeat:
        event["exceptions"] = tuple(
            first + datetime.timedelta(days=number) for number in draw(st.sets(st.integers(1, 60), max_size=5))
        )
    return event


@given(st.lists(event_strategy(), min_size=3, max_size=6))
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_months_and_calendar_file_agree_on_random_events(client: Client, drawn: list[dict[str, Any]]) -> None:
    section = factories.EventSectionFactory()
    for number, event in enumerate(drawn):
        factories.EventFactory(parent=section, title=f"sự kiện {number}", **event)
    assert expand_calendar_file(client, section) == read_month_pages(client, section)
    section.delete()
