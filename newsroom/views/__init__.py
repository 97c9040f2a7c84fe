"""Views of tags, authors, units, comments and calendar files."""

from newsroom.events.views import page_calendar, site_calendar

from .comments import report_error, write_comment
from .listings import author_feed, author_page, site_feed, tag_feed, tag_page, unit_page

__all__ = [
    "author_feed",
    "author_page",
    "page_calendar",
    "report_error",
    "site_calendar",
    "site_feed",
    "tag_feed",
    "tag_page",
    "unit_page",
    "write_comment",
]
