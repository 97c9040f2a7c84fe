"""iCalendar files (RFC 5545) of events, to import or to subscribe to."""

import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import icalendar
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from mysite.http.conditional import not_modified, revalidate
from mysite.http.site_url import absolute_url
from newsroom.models.querysets import EventPageQuerySet

from .schedule import Schedule

#: The name of every calendar file, below the URL of its page: ``lich.ics``.
FILE_NAME = gettext_lazy("calendar.ics")
#: How often subscribed calendars should refresh.
REFRESH_INTERVAL = datetime.timedelta(hours=1)
#: Increase this when the output for the same events changes: it is part of the ETag.
_FORMAT_VERSION = 1
_TZID = "Asia/Ho_Chi_Minh"
#: Unicode line breaks and control characters, which would break the line-based format.
_LINE_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class CalendarEvent:
    """The content of a VEVENT in one language, before formatting."""

    uid: str
    sequence: int
    changed_at: datetime.datetime
    url: str
    schedule: Schedule
    summary: str
    #: One of ``EventPage.Status``.
    status: str
    status_note: str
    lead: str
    location: str
    organiser: str
    contact_name: str
    contact_phone: str
    contact_email: str
    sign_up_url: str


def get_calendar_url(page: Page) -> str:
    """Return the URL of the calendar file of ``page``, an event or an event section: ``/su-kien/lich.ics``."""
    with translation.override(page.locale.language_code):
        return f"{page.get_url()}{FILE_NAME}"


def build_calendar_response(
    request: HttpRequest, events: EventPageQuerySet, *, name: str, language: str
) -> HttpResponse:
    """Return the calendar of ``events``, or status 304 after a single query if the client has the current version."""
    etag = _compute_etag(events, name, language)
    unchanged = not_modified(request, etag)
    if unchanged:
        return unchanged
    rows = events.defer_streamfields().select_related("locale", "organiser").prefetch_related("exceptions")
    response = _build_file_response(sorted(rows, key=lambda event: (event.start_date, event.pk)), name, language)
    response["ETag"] = etag
    return response


def build_event_response(request: HttpRequest, event: Page) -> HttpResponse:
    """Return the calendar file of a single ``EventPage``."""
    return revalidate(request, _build_file_response([event], event.title, event.locale.language_code))


def _compute_etag(events: EventPageQuerySet, name: str, language: str) -> str:
    """Return a hash of everything that the file depends on, without rendering the file. One query."""
    field_names = ("pk", "calendar_digest", "calendar_sequence", "calendar_changed_at", "url_path", "organiser__name")
    rows = events.order_by("pk").values_list(*field_names, "alias_of__translation_key", "alias_of__locale_id")
    text = repr((_FORMAT_VERSION, absolute_url("/"), name, language, list(rows)))
    return f'"{hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()}"'


def _build_file_response(events: Iterable[Page], name: str, language: str) -> HttpResponse:
    with translation.override(language):
        # Live events were validated when they were saved; validating them again is slow.
        possible = [event.build_calendar_event() for event in events if event.live or event.schedule.is_valid]
        content = render_calendar(possible, name=name, language=language)
        filename = str(FILE_NAME)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Cache-Control"] = "no-cache"
    return response


def render_calendar(events: Iterable[CalendarEvent], *, name: str, language: str) -> bytes:
    """Render a calendar file. The output is deterministic: no time of creation, no random ids."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Education portal//Events//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", icalendar.vText(join_lines(name)))
    calendar.add("x-wr-timezone", _TZID)
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH_INTERVAL))
    calendar.add_component(_build_timezone())
    for event in events:
        calendar.add_component(_build_vevent(event))
    return calendar.to_ical()


def _build_timezone() -> icalendar.Timezone:
    """Return Vietnam's time zone with the offset that has applied since 1975; earlier changes are ignored."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1970, 1, 1))  # noqa: DTZ001 - naive, as RFC 5545 requires
    standard.add("tzname", "+07")
    standard.add("tzoffsetfrom", datetime.timedelta(hours=7))
    standard.add("tzoffsetto", datetime.timedelta(hours=7))
    zone = icalendar.Timezone()
    zone.add("tzid", _TZID)
    zone.add_component(standard)
    return zone


def _build_vevent(event: CalendarEvent) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    changed_at = event.changed_at.astimezone(datetime.UTC).replace(microsecond=0)
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("summary", join_lines(event.summary))
    entry.add("status", _STATUSES[event.status])
    _add_dates(entry, event.schedule)
    entry.add("location", join_lines(event.location))
    entry.add("description", clean_calendar_text(_build_description(event)))
    entry.add("url", event.url)
    if event.contact_email:
        organiser = icalendar.vCalAddress(f"mailto:{join_lines(event.contact_email)}")
        name = event.organiser or event.contact_name
        if name:
            organiser.params["CN"] = icalendar.vText(join_lines(name).replace('"', "'"))
        entry.add("organizer", organiser)
    return entry


#: RFC 5545 has no status for postponed events; TENTATIVE fits best, because their time is undecided.
_STATUSES = {"scheduled": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def _add_dates(entry: icalendar.Event, schedule: Schedule) -> None:
    """Add ``DTSTART``, ``DTEND`` and the recurrence: dates for all-day events, else times in Vietnam's zone."""
    rule = schedule.recurrence
    if rule is None:
        return
    times = schedule.get_occurrence_on(rule.first)

    def value(day: datetime.date) -> datetime.date:
        return day if schedule.all_day else schedule.get_start(day)

    entry.add("dtstart", value(rule.first))
    if schedule.all_day:
        entry.add("dtend", times.last_day + datetime.timedelta(days=1))  # DTEND is exclusive
    elif times.ends_at or times.last_day > times.first_day:
        entry.add("dtend", times.over_at)
    if not rule.is_recurring:
        return
    end: dict[str, Any] = {"COUNT": rule.count}
    if rule.until:
        last = value(rule.until)
        end = {"UNTIL": last.astimezone(datetime.UTC) if isinstance(last, datetime.datetime) else last}
    entry.add("rrule", {**rule.rrule_parts(), **end})
    for day in sorted(rule.exceptions):
        entry.add("exdate", value(day))


def _build_description(event: CalendarEvent) -> str:
    """Return the facts without a property of their own in iCalendar, in order of importance."""
    facts = [
        ("", event.status_note),
        ("", event.lead),
        (_("Organised by"), event.organiser),
        (_("Contact"), ", ".join(filter(None, [event.contact_name, event.contact_phone, event.contact_email]))),
        (_("Register"), event.sign_up_url),
    ]
    return "\n".join(f"{name}: {text}" if name else text for name, text in facts if text)


def clean_calendar_text(text: str) -> str:
    """Return ``text`` with ``\\n`` line breaks and without control characters."""
    return _CONTROL_CHARACTERS.sub(" ", _LINE_BREAKS.sub("\n", text))


def join_lines(text: str) -> str:
    return " ".join(clean_calendar_text(text).split())
