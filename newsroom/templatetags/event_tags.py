"""Words for the dates of events in templates. Nothing here queries."""

import datetime

from django import template
from django.utils import timezone

from newsroom import event_words
from newsroom.event_dates import Times, shown_times
from newsroom.models import EventPage

register = template.Library()


@register.filter
def times(event: EventPage) -> Times:
    """The time that a list shows the event with: its next one, its last one if it is over."""
    return shown_times(event)


@register.filter
def when(event: EventPage) -> str:
    """“Thứ Hai, 24/11/2026, 7:30 – 11:00”."""
    return event_words.when(shown_times(event), all_day=event.all_day)


@register.filter
def repeat_rule(event: EventPage) -> str:
    """“Hằng tuần vào Thứ Hai”; empty if it takes place once. How it ends and its exceptions are on its own page."""
    return event_words.short_rule(event)


@register.filter
def is_on(event: EventPage) -> bool:
    """Whether the event takes place right now."""
    times = shown_times(event)
    return times.starts_at <= timezone.now() < times.over_at


@register.filter
def time_words(time: datetime.datetime) -> str:
    """“7:30”, in the time zone that ``time`` has: Django's own filter would show an editor their own."""
    return event_words.time_words(time)


@register.filter
def day_name(day: datetime.date) -> str:
    return event_words.day_name(day)
