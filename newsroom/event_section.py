"""What a section of events answers: what comes and what is past, a month, a calendar, a feed."""

import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from mysite.pagination import paginate
from newsroom import calendar_file, event_month
from newsroom.event_feed import EventSectionFeed
from newsroom.event_words import DAY_NAMES

if TYPE_CHECKING:
    from newsroom.models import EventSection

EVENTS_A_PAGE = 20
#: What asks for the events that are over, by language: ``?qua=1``.
PAST = {"vi": "qua", "en": "past"}
#: How long after it is over an event stays in the calendar that people subscribe to.
KEPT_IN_CALENDAR = datetime.timedelta(days=365)


def index(section: "EventSection", request: HttpRequest) -> HttpResponse:
    try:
        first_day = event_month.asked_for(request)
    except event_month.NoSuchMonthError as error:
        raise Http404(f"No such month: {error}") from error
    if first_day is not None:
        return _month(section, request, first_day)
    now = timezone.now()
    is_past = any(name in request.GET for name in PAST.values())
    events = section.events().past(now) if is_past else section.events().coming(now)
    context = {
        "events": paginate(request, events.for_cards(), EVENTS_A_PAGE),
        "is_past": is_past,
        "canonical_query": past_query(section) if is_past else "",
        "subsections": section.visible_subsections(),
    }
    return section.render(request, context_overrides={**_links(section), **context})


def past_query(section: "EventSection") -> str:
    return f"?{PAST.get(section.locale.language_code, 'past')}=1"


def _month(section: "EventSection", request: HttpRequest, first_day: datetime.date) -> HttpResponse:
    month = event_month.build(section.events(), first_day)
    context = {
        "canonical_query": event_month.query(first_day),
        "month": month,
        "previous": month.previous and event_month.query(month.previous),
        "next": month.next and event_month.query(month.next),
        "day_names": DAY_NAMES,
    }
    return section.render(request, template=section.month_template, context_overrides={**_links(section), **context})


def _links(section: "EventSection") -> dict[str, Any]:
    """The other views of a section."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    return {
        "past_query": past_query(section),
        "this_month_query": event_month.query(today),
        "calendar_url": calendar_file.address_below(section),
    }


def calendar(section: "EventSection", request: HttpRequest) -> HttpResponse:
    """All that comes, and what was over in the last year."""
    events = section.events().originals().not_over(timezone.now() - KEPT_IN_CALENDAR)
    return calendar_file.response(request, events, name=section.title, language=section.locale.language_code)


def feed(section: "EventSection", request: HttpRequest) -> HttpResponse:
    return EventSectionFeed(section)(request)
