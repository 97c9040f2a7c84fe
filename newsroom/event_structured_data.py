"""An event in schema.org's words."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings

from mysite.structured_data import Around, Node, filled, moment, organisation, person, postal_address
from newsroom.recurrence import WEEKDAYS, Recurrence, Repeat
from newsroom.structured_data import unit_node

if TYPE_CHECKING:
    from newsroom.event_dates import Times
    from newsroom.models import EventPage, Unit

_STATUS = {"scheduled": "EventScheduled", "postponed": "EventPostponed", "cancelled": "EventCancelled"}
_DAYS = dict(zip(WEEKDAYS, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), strict=True))
_UNITS = {Repeat.DAILY: "D", Repeat.WEEKLY: "W"}
MOST_SPEAKERS = 20
#: How the name of a unit or group begins, where that of a person has a family name or a position.
_UNIT_WORDS = (
    *("ban ", "bộ ", "các ", "câu lạc bộ ", "công đoàn ", "đoàn thanh niên ", "đội ", "hội ", "nhóm ", "phòng ", "sở "),
    *("trung tâm ", "trường ", "ubnd ", "văn phòng ", "viện ", "department ", "group ", "office ", "school ", "the "),
)


def event(page: "EventPage", context: Mapping[str, Any], around: Around) -> Node | None:
    """An event, with the next time it takes place; of one that repeats the rule too. None while it has no time.

    ``context`` has what its page shows: ``times``, ``organiser`` and, of one that repeats, ``recurrence``.
    """
    times: Times | None = context.get("times")
    if times is None:
        return None
    rule: Recurrence | None = context.get("recurrence")
    return filled(
        type="Event",
        id=f"{around.url}#event",
        url=around.url,
        name=page.title,
        description=around.description,
        image=[picture.url for picture in around.pictures],
        startDate=_start(page, times),
        endDate=_end(page, times),
        eventStatus=f"https://schema.org/{_STATUS[page.status]}",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=filled(type="Place", name=page.place, address=postal_address(page.address or around.address)),
        organizer=_organiser(page, context.get("organiser"), around),
        performer=_speakers(page),
        offers=_offer(page, times),
        eventSchedule=_schedule(page, rule, times) if rule and rule.repeats else None,
        inLanguage=around.language,
    )


def _start(page: "EventPage", times: "Times") -> str | None:
    return times.first_day.isoformat() if page.all_day else moment(times.starts_at)


def _end(page: "EventPage", times: "Times") -> str | None:
    """A time if the event says one, else its last day."""
    return times.last_day.isoformat() if page.all_day or times.ends_at is None else moment(times.ends_at)


def _organiser(page: "EventPage", unit: "Unit | None", around: Around) -> Node:
    contact = filled(name=page.contact_name, telephone=page.contact_phone, email=page.contact_email)
    point = {"@type": "ContactPoint", **contact} if contact else None
    if unit is None:
        return {**around.publisher, **filled(contactPoint=point)}
    return {
        "url": around.publisher["url"],  # unless it has a page in this language
        **unit_node(unit, page.locale_id),
        **filled(contactPoint=point, parentOrganization=around.publisher),
    }


def _speakers(page: "EventPage") -> list[Node]:
    """Who speaks, by the agenda: a person, or a unit, which its first words give away."""
    names = dict.fromkeys(filter(None, (item.value["speaker"].strip() for item in page.agenda)))
    return [
        (organisation if name.casefold().startswith(_UNIT_WORDS) else person)(name)
        for name in list(names)[:MOST_SPEAKERS]
    ]


def _offer(page: "EventPage", times: "Times") -> Node | None:
    """Where to sign up. Nobody has told the portal a price, so it names none."""
    if not page.sign_up_url or page.status != "scheduled":
        return None
    return filled(
        type="Offer",
        url=page.sign_up_url,
        availability="https://schema.org/InStock",
        validFrom=moment(page.first_published_at),
        validThrough=moment(times.starts_at),
    )


def _schedule(page: "EventPage", rule: Recurrence, times: "Times") -> Node:
    """How it repeats. schema.org has no word for “the last day of the month”; the first day says it is one."""
    length = times.last_day - times.first_day
    timed = not page.all_day
    return filled(
        type="Schedule",
        startDate=rule.first.isoformat(),
        endDate=rule.until.isoformat() if rule.until else None,
        repeatCount=rule.count,
        repeatFrequency=f"P{rule.every}{_UNITS.get(rule.repeat, 'M')}",
        byDay=_by_day(rule),
        byMonthDay=rule.first.day if rule.repeat == Repeat.MONTHLY_BY_DATE else None,
        byMonthWeek=(rule.first.day + 6) // 7 if rule.repeat == Repeat.MONTHLY_BY_WEEKDAY else None,
        exceptDate=[day.isoformat() for day in sorted(rule.exceptions)],
        startTime=page.start_time.isoformat() if timed and page.start_time else None,
        endTime=page.end_time.isoformat() if timed and page.end_time else None,
        duration=f"P{length.days + 1}D" if length >= datetime.timedelta(days=1) else None,
        scheduleTimezone=settings.TIME_ZONE,
    )


def _by_day(rule: Recurrence) -> list[str] | str | None:
    weekday = WEEKDAYS[rule.first.weekday()]
    match rule.repeat:
        case Repeat.WEEKLY:
            return [f"https://schema.org/{_DAYS[day]}" for day in rule.weekdays or (weekday,)]
        case Repeat.MONTHLY_BY_WEEKDAY:
            return f"https://schema.org/{_DAYS[weekday]}"
        case Repeat.MONTHLY_LAST_WEEKDAY:
            return f"-1{weekday}"  # as iCalendar says it, which schema.org allows
    return None
