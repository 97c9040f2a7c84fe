"""schema.org structured data for events."""

import datetime
from collections.abc import Iterable

from django.conf import settings

from mysite.seo.structured_data import (
    Node,
    PageMetadata,
    build_node,
    build_organization,
    build_person,
    build_postal_address,
    format_datetime,
)
from newsroom.models.units import Unit
from newsroom.structured_data import build_unit

from .recurrence import WEEKDAYS, Recurrence, Repeat
from .schedule import Occurrence, Schedule

_EVENT_STATUSES = {"scheduled": "EventScheduled", "postponed": "EventPostponed", "cancelled": "EventCancelled"}
_SCHEMA_WEEKDAYS = dict(zip(WEEKDAYS, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), strict=True))
_ISO_8601_UNITS = {Repeat.DAILY: "D", Repeat.WEEKLY: "W"}
MAX_SPEAKERS = 20
#: First words by which the name of an organisation or group differs from that of a person.
_ORGANISATION_PREFIXES = (
    *("ban ", "bộ ", "các ", "câu lạc bộ ", "công đoàn ", "đoàn thanh niên ", "đội ", "hội ", "nhóm ", "phòng ", "sở "),
    *("trung tâm ", "trường ", "ubnd ", "văn phòng ", "viện ", "department ", "group ", "office ", "school ", "the "),
)


def build_event(
    metadata: PageMetadata,
    schedule: Schedule,
    times: Occurrence,
    *,
    title: str,
    status: str,
    location: list[Node],
    organiser: Node,
    speakers: Iterable[str],
    offer: Node | None,
) -> Node:
    """Return an Event with its next occurrence and, if it is recurring, its Schedule."""
    rule = schedule.recurrence
    return build_node(
        type="Event",
        id=f"{metadata.url}#event",
        url=metadata.url,
        name=title,
        description=metadata.description,
        image=[image.url for image in metadata.images],
        startDate=times.first_day.isoformat() if schedule.all_day else format_datetime(times.starts_at),
        endDate=_format_end(schedule, times),
        eventStatus=f"https://schema.org/{_EVENT_STATUSES[status]}",
        eventAttendanceMode=f"https://schema.org/{_get_attendance_mode(location)}",
        location=location[0] if len(location) == 1 else location,
        organizer=organiser,
        performer=_build_performers(speakers),
        offers=offer,
        eventSchedule=_build_schedule(schedule, rule, times) if rule and rule.is_recurring else None,
        inLanguage=metadata.language,
    )


def _format_end(schedule: Schedule, times: Occurrence) -> str | None:
    """Return the end time if there is one, else the last day; None if that is the first: it would precede the start."""
    if not schedule.all_day and times.ends_at is None and times.last_day == times.first_day:
        return None
    return times.last_day.isoformat() if schedule.all_day or times.ends_at is None else format_datetime(times.ends_at)


def build_location(metadata: PageMetadata, *, place: str, address: str, joining_url: str) -> list[Node]:
    """Return the place, whose address is by default the office's, and the URL; without either a place without name."""
    nodes = []
    if place or not joining_url:
        postal_address = build_postal_address(address or metadata.publisher_address)
        nodes.append(build_node(type="Place", name=place, address=postal_address))
    if joining_url:
        nodes.append(build_node(type="VirtualLocation", url=joining_url))
    return nodes


def _get_attendance_mode(location: list[Node]) -> str:
    if len(location) > 1:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if location[0]["@type"] == "VirtualLocation" else "OfflineEventAttendanceMode"


def build_organiser(
    metadata: PageMetadata, unit: Unit | None, locale_id: int, *, name: str, telephone: str, email: str
) -> Node:
    """Return the organising unit, else the office, with the contact."""
    contact = build_node(name=name, telephone=telephone, email=email)
    point = {"@type": "ContactPoint", **contact} if contact else None
    if unit is None:
        return {**metadata.publisher, **build_node(contactPoint=point)}
    return {
        "url": metadata.publisher["url"],  # overridden if the unit has a page in this language
        **build_unit(unit, locale_id),
        **build_node(contactPoint=point, parentOrganization=metadata.publisher),
    }


def _build_performers(names: Iterable[str]) -> list[Node]:
    """Return the agenda's speakers as Person or, judging by the first words of the name, as organisation."""
    distinct = dict.fromkeys(filter(None, (name.strip() for name in names)))
    return [
        (build_organization if name.casefold().startswith(_ORGANISATION_PREFIXES) else build_person)(name)
        for name in list(distinct)[:MAX_SPEAKERS]
    ]


def build_sign_up_offer(url: str, announced_at: datetime.datetime | None, times: Occurrence) -> Node:
    """Return an Offer with the URL to sign up at, without a price, which is not known."""
    return build_node(
        type="Offer",
        url=url,
        availability="https://schema.org/InStock",
        validFrom=format_datetime(announced_at),
        validThrough=format_datetime(times.starts_at),
    )


def _build_schedule(schedule: Schedule, rule: Recurrence, times: Occurrence) -> Node:
    """Return the recurrence as Schedule. schema.org cannot express “the last day of the month”, so it is left out."""
    length = times.last_day - times.first_day
    timed = not schedule.all_day
    return build_node(
        type="Schedule",
        startDate=rule.first.isoformat(),
        endDate=rule.until.isoformat() if rule.until else None,
        repeatCount=rule.count,
        repeatFrequency=f"P{rule.every}{_ISO_8601_UNITS.get(rule.repeat, 'M')}",
        byDay=_get_by_day(rule),
        byMonthDay=rule.first.day if rule.repeat == Repeat.MONTHLY_BY_DATE else None,
        byMonthWeek=(rule.first.day + 6) // 7 if rule.repeat == Repeat.MONTHLY_BY_WEEKDAY else None,
        exceptDate=[day.isoformat() for day in sorted(rule.exceptions)],
        startTime=schedule.start_time.isoformat() if timed and schedule.start_time else None,
        endTime=schedule.end_time.isoformat() if timed and schedule.end_time else None,
        duration=f"P{length.days + 1}D" if length >= datetime.timedelta(days=1) else None,
        scheduleTimezone=settings.TIME_ZONE,
    )


def _get_by_day(rule: Recurrence) -> list[str] | str | None:
    weekday = WEEKDAYS[rule.first.weekday()]
    match rule.repeat:
        case Repeat.WEEKLY:
            return [f"https://schema.org/{_SCHEMA_WEEKDAYS[day]}" for day in rule.weekdays or (weekday,)]
        case Repeat.MONTHLY_BY_WEEKDAY:
            return f"https://schema.org/{_SCHEMA_WEEKDAYS[weekday]}"
        case Repeat.MONTHLY_LAST_WEEKDAY:
            return f"-1{weekday}"  # iCalendar syntax, which schema.org allows
    return None
