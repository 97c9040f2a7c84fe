"""Pages that no editor makes: tags, authors, units, calendar files."""

from .calendars import all_events, page_calendar
from .listings import author, site_feed, tag, unit

__all__ = ["all_events", "author", "page_calendar", "site_feed", "tag", "unit"]
