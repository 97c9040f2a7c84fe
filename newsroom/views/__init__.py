"""Pages that no editor makes: tags, authors, units, calendar files."""

from .calendars import all_events, page_calendar
from .listings import author, author_feed, site_feed, tag, tag_feed, unit

__all__ = ["all_events", "author", "author_feed", "page_calendar", "site_feed", "tag", "tag_feed", "unit"]
