"""RSS feed of an event section, with the time and place of each event."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from mysite.http.site_url import absolute_url
from mysite.text.vietnamese import strip_control_characters
from newsroom.models.events import EventPage
from newsroom.models.querysets import EventPageQuerySet
from newsroom.rss import PortalFeed

from . import formatting


class EventSectionFeed(PortalFeed):
    """The events of a section, the latest published first."""

    def __init__(self, events: EventPageQuerySet, *, title: str, description: str, url: str) -> None:
        self.events = events
        self.title, self.description, self.link = title, description, absolute_url(url)

    def items(self) -> Any:
        events = self.events.order_by("-first_published_at", "-pk")
        return self.prepare_items(events.prefetch_related("exceptions"))

    def item_title(self, item: EventPage) -> str:
        return strip_control_characters(item.title_with_status)

    def item_description(self, item: EventPage) -> str:
        """Return time, place and changes, one per paragraph, then the lead."""
        times = item.schedule.get_next_occurrence(timezone.now())
        facts = [
            (_("When"), formatting.format_occurrence(times, all_day=item.all_day) if times else ""),
            (_("Repeats"), formatting.format_recurrence(item.schedule.recurrence)),
            (_("Where"), item.location),
            (_("Details of the change"), item.status_note),
        ]
        lines = format_html_join("", "<p><b>{}:</b> {}</p>", [(name, text) for name, text in facts if text])
        return strip_control_characters(format_html("{}<p>{}</p>", lines, item.lead))

    def item_updateddate(self, item: EventPage) -> datetime.datetime | None:
        return item.calendar_changed_at
