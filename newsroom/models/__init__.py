from .comments import Comment, CommentMode, CommentSettings
from .event_sections import EventSection
from .events import EventArticle, EventAttachment, EventException, EventOccurrence, EventPage
from .imports import ImportedArticle
from .listings import ArticleListing
from .news import NewsPage, NewsPageAttachment, NewsPageByline, NewsPageRelatedPage
from .people import Author
from .sections import NewsSection
from .tags import NewsPageTag, NewsTag
from .units import Unit

__all__ = [
    "ArticleListing",
    "Author",
    "Comment",
    "CommentMode",
    "CommentSettings",
    "EventArticle",
    "EventAttachment",
    "EventException",
    "EventOccurrence",
    "EventPage",
    "EventSection",
    "ImportedArticle",
    "NewsPage",
    "NewsPageAttachment",
    "NewsPageByline",
    "NewsPageRelatedPage",
    "NewsPageTag",
    "NewsSection",
    "NewsTag",
    "Unit",
]
