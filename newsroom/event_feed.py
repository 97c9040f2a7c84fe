"""The RSS feed of a section of events: what was announced last, with its time and place."""

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom import event_words
from newsroom.event_dates import next_times

if TYPE_CHECKING:
    from newsroom.models import EventPage, EventSection

ITEMS = 30


class EventSectionFeed(Feed):
    """The events of a section, those announced last first. Its items are the visible ones at the moment of asking."""

    feed_type = Rss201rev2Feed
    item_guid_is_permalink = False

    def __init__(self, section: "EventSection") -> None:
        self.section = section

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.language = get_language()
        self.now = timezone.now()

    def title(self) -> str:
        return self.section.title

    def description(self) -> str:
        return self.section.introduction or self.section.title

    def link(self) -> str:
        return self.section.get_url(self.request)

    def items(self) -> Any:
        events = self.section.events().order_by("-first_published_at", "-pk")
        return events.defer_streamfields().select_related("locale").prefetch_related("exceptions")[:ITEMS]

    def item_title(self, item: "EventPage") -> str:
        return item.marked_title

    def item_description(self, item: "EventPage") -> str:
        """When and where, line by line, then the lead."""
        facts = [
            (_("When"), event_words.when(next_times(item, self.now), all_day=item.all_day)),
            (_("Repeats"), event_words.repeats(item)),
            (_("Where"), item.where),
            (_("About the change"), item.status_note),
        ]
        lines = format_html_join("", "<p><b>{}:</b> {}</p>", [(name, text) for name, text in facts if text])
        return format_html("{}<p>{}</p>", lines, item.lead)

    def item_link(self, item: "EventPage") -> str:
        return item.get_url(self.request)

    def item_guid(self, item: "EventPage") -> str:
        """The same for ever, also when the event moves."""
        return f"urn:uuid:{item.translation_key}:{self.language}"

    def item_pubdate(self, item: "EventPage") -> datetime.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: "EventPage") -> datetime.datetime | None:
        return item.calendar_changed_at
