from .comments import Comment
from .imports import ImportedArticle
from .news import NewsPage, NewsPageAttachment, NewsPageByline, NewsPageRelatedPage
from .people import Author
from .sections import NewsSection
from .tags import NewsPageTag, NewsTag
from .units import Unit

__all__ = [
    "Author",
    "Comment",
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
