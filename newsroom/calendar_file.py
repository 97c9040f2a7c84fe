"""Events as a calendar file (RFC 5545) that calendars on phones and desks read, and read again to learn of changes."""

import datetime
import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import icalendar
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from mysite.caching import ask_each_time, unchanged
from mysite.public_address import absolute
from newsroom import event_dates
from newsroom.event_dates import moment, recurrence_of, times_on

if TYPE_CHECKING:
    from newsroom.models import EventPage
    from newsroom.querysets import EventPageQuerySet

#: What every calendar file is called, below the address of its page: ``lich.ics``.
FILE_NAME = gettext_lazy("calendar.ics")
#: How often a calendar that subscribed is asked to look again.
REFRESH = datetime.timedelta(hours=1)
#: Another number here whenever the same events are written in another way: calendars then fetch them again.
_FORMAT = 1
_TZID = "Asia/Ho_Chi_Minh"
#: What ends a line somewhere, or is no character at all. Calendars read line by line.
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def address_below(page: Page) -> str:
    """The address of the calendar file of ``page``, an event or a section of events: ``/su-kien/lich.ics``."""
    with translation.override(page.locale.language_code):
        return f"{page.get_url()}{FILE_NAME}"


def response(request: HttpRequest, events: "EventPageQuerySet", *, name: str, language: str) -> HttpResponse:
    """The calendar of ``events`` as a file to subscribe to; 304, from one query, to who has it already."""
    etag = _etag(events, name, language)
    answer = unchanged(request, etag)
    if answer:
        return answer
    rows = events.defer_streamfields().select_related("locale", "organiser").prefetch_related("exceptions")
    response = _as_file(sorted(rows, key=lambda event: (event.start_date, event.pk)), name, language)
    response["ETag"] = etag
    return response


def response_of_one(request: HttpRequest, event: "EventPage") -> HttpResponse:
    return ask_each_time(request, _as_file([event], event.title, event.locale.language_code))


def _etag(events: "EventPageQuerySet", name: str, language: str) -> str:
    """What the file depends on, without writing it: which events there are now, and what each of them says."""
    said = ("pk", "calendar_digest", "calendar_sequence", "calendar_changed_at", "url_path", "organiser__name")
    rows = events.order_by("pk").values_list(*said, "alias_of__translation_key", "alias_of__locale_id")
    text = repr((_FORMAT, absolute("/"), name, language, list(rows)))
    return f'"{hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()}"'


def _as_file(events: Iterable["EventPage"], name: str, language: str) -> HttpResponse:
    with translation.override(language):
        content = write(events, name=name, language=language)
        filename = str(FILE_NAME)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Cache-Control"] = "no-cache"
    return response


def write(events: Iterable["EventPage"], *, name: str, language: str) -> bytes:
    """The bytes of a calendar file. The same events give the same bytes until one of them changes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Education portal//Events//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", icalendar.vText(one_line(name)))
    calendar.add("x-wr-timezone", _TZID)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add_component(_time_zone())
    for event in events:
        if event.live or event_dates.is_possible(event):  # no live event is saved unchecked, and checking counts days
            calendar.add_component(_entry(event))
    return calendar.to_ical()


def _time_zone() -> icalendar.Timezone:
    """Vietnam's time, which has not changed since 1975 (before, its zones were many and its events are few)."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1970, 1, 1))  # noqa: DTZ001 - local, says the standard
    standard.add("tzname", "+07")
    standard.add("tzoffsetfrom", datetime.timedelta(hours=7))
    standard.add("tzoffsetto", datetime.timedelta(hours=7))
    zone = icalendar.Timezone()
    zone.add("tzid", _TZID)
    zone.add_component(standard)
    return zone


def _entry(event: "EventPage") -> icalendar.Event:
    entry = icalendar.Event()
    # The file of an alias is about the same event as that of its source.
    source = event.alias_of or event
    entry.add("uid", f"{source.translation_key}-{source.locale.language_code}")
    entry.add("sequence", event.calendar_sequence)
    changed_at = event.calendar_changed_at.astimezone(datetime.UTC).replace(microsecond=0)
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("summary", one_line(event.marked_title))
    entry.add("status", _STATUSES[event.status])
    _add_dates(entry, event)
    entry.add("location", one_line(event.where))
    entry.add("description", clean(_description(event)))
    entry.add("url", absolute(event.get_url()))
    if event.contact_email:
        organiser = icalendar.vCalAddress(f"mailto:{one_line(event.contact_email)}")
        name = event.organiser.name if event.organiser else event.contact_name
        if name:
            organiser.params["CN"] = icalendar.vText(one_line(name).replace('"', "'"))
        entry.add("organizer", organiser)
    return entry


#: RFC 5545 knows no postponed event: it is not settled when it takes place.
_STATUSES = {"scheduled": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def _add_dates(entry: icalendar.Event, event: "EventPage") -> None:
    """``DTSTART``, ``DTEND`` and how it repeats: days if it takes all day, else times of Vietnam's zone."""
    times = times_on(event, event.start_date)
    rule = recurrence_of(event)

    def value(day: datetime.date) -> datetime.date:
        return day if event.all_day else moment(day, event.start_time)

    entry.add("dtstart", value(event.start_date))
    if event.all_day:
        entry.add("dtend", times.last_day + datetime.timedelta(days=1))  # the day after, says the standard
    elif times.ends_at or times.last_day > times.first_day:
        entry.add("dtend", times.over_at)
    if not rule.repeats:
        return
    end: dict[str, Any] = {"COUNT": rule.count}
    if rule.until:
        last = value(rule.until)
        end = {"UNTIL": last.astimezone(datetime.UTC) if isinstance(last, datetime.datetime) else last}
    entry.add("rrule", {**rule.parts(), **end})
    for day in sorted(rule.exceptions):
        entry.add("exdate", value(day))


def _description(event: "EventPage") -> str:
    """What a calendar has no field for, in the order that a reader needs it."""
    facts = [
        ("", event.status_note),
        ("", event.lead),
        (_("Organised by"), event.organiser.name if event.organiser else ""),
        (_("Contact"), ", ".join(filter(None, [event.contact_name, event.contact_phone, event.contact_email]))),
        (_("Sign up"), event.sign_up_url if event.status == event.Status.SCHEDULED else ""),
    ]
    return "\n".join(f"{name}: {text}" if name else text for name, text in facts if text)


def clean(text: str) -> str:
    """``text`` with the line ends that calendars know and without control characters."""
    return _CONTROL.sub(" ", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())
