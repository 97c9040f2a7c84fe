"""Template filters that format the dates of events. None of them queries the database."""

import datetime
import re

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from newsroom.events import formatting
from newsroom.events.schedule import Occurrence
from newsroom.models import EventPage

register = template.Library()

_BREAKS = re.compile(r"(?<=,) |(?<=–) (?!\d)")


@register.filter
def listed_occurrence(event: EventPage) -> Occurrence:
    """Return the occurrence that a list shows: the next one, or the last one if the event is over."""
    return event.listed_occurrence


@register.filter
def occurrence_text(event: EventPage) -> str:
    """Format that occurrence: “Thứ Hai, 24/11/2026, 7:30 – 11:00”."""
    return formatting.format_occurrence(event.listed_occurrence, all_day=event.all_day)


@register.filter
def keep_times_together(text: str) -> SafeString:
    """Let the lines of an occurrence's text break after a comma and between two days, not within “7:30 – 11:00”."""
    return format_html_join(" ", '<span class="no-break">{}</span>', ((part,) for part in _BREAKS.split(text)))


@register.filter
def recurrence_text(event: EventPage) -> str:
    """Format the recurrence rule without end and exceptions: “Hằng tuần vào Thứ Hai”; empty for a single event."""
    rule = event.build_schedule().recurrence
    return formatting.format_rule(rule) if rule and rule.repeat else ""


@register.filter
def is_under_way(event: EventPage) -> bool:
    """Return whether the event is taking place now."""
    times = event.listed_occurrence
    return times.starts_at <= timezone.now() < times.over_at


@register.filter
def event_time(time: datetime.datetime) -> str:
    """Format ``time`` as “7:30” without converting it; Django's filter would use an editor's own time zone."""
    return formatting.format_time(time)


@register.filter
def weekday_name(day: datetime.date) -> str:
    return formatting.format_weekday(day)
