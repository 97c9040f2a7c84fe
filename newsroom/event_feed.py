"""The RSS feed of a section of events: what was announced last, with its time and place."""

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from mysite.public_address import absolute
from mysite.vietnamese import printable
from newsroom import event_words
from newsroom.event_dates import next_times
from newsroom.feed_format import PortalFeed

if TYPE_CHECKING:
    from newsroom.models import EventPage, EventSection


class EventSectionFeed(PortalFeed):
    """The events of a section, those announced last first. Its items are the visible ones at the moment of asking."""

    def __init__(self, section: "EventSection") -> None:
        self.section = section

    def title(self) -> str:
        return self.section.title

    def description(self) -> str:
        return self.section.introduction or self.section.title

    def link(self) -> str:
        return absolute(self.section.get_url(self.request))

    def items(self) -> Any:
        events = self.section.events().order_by("-first_published_at", "-pk")
        return self.for_feed(events.prefetch_related("exceptions"))

    def item_title(self, item: "EventPage") -> str:
        return printable(item.marked_title)

    def item_description(self, item: "EventPage") -> str:
        """When and where, line by line, then the lead."""
        times = next_times(item, timezone.now())
        facts = [
            (_("When"), event_words.when(times, all_day=item.all_day) if times else ""),
            (_("Repeats"), event_words.repeats(item)),
            (_("Where"), item.where),
            (_("About the change"), item.status_note),
        ]
        lines = format_html_join("", "<p><b>{}:</b> {}</p>", [(name, text) for name, text in facts if text])
        return printable(format_html("{}<p>{}</p>", lines, item.lead))

    def item_updateddate(self, item: "EventPage") -> datetime.datetime | None:
        return item.calendar_changed_at
