"""What the page for URLs that do not exist offers: words to search for, and the newest articles."""

import datetime
import re
from dataclasses import dataclass
from urllib.parse import unquote

from mysite.generation_cache import get_or_compute
from mysite.text.vietnamese import nfc
from newsroom.models import NewsPage

from .models import HomePage

NEWEST_ARTICLES = 5
MAX_WORDS = 12
_EXTENSION = re.compile(r"\.\w{1,5}$")
#: Words, and numbers as short as a year; longer ones are ids of the old portal.
_WORD = re.compile(r"\b(?:\d{1,4}|[^\W\d_]{1,30})\b")


@dataclass(frozen=True)
class ArticleLink:
    title: str
    url: str
    published_at: datetime.datetime | None


def build_query(path: str) -> str:
    """Return the words of the last part of ``path`` with any: “tuyen sinh lop 10” for “/tin/tuyen-sinh-lop-10.html”."""
    for part in reversed(unquote(path).split("/")):
        words = _WORD.findall(nfc(_EXTENSION.sub("", part)).replace("_", " "))
        if any(word.isalpha() for word in words):
            return " ".join(words[:MAX_WORDS])
    return ""


def get_newest_articles(home: HomePage) -> list[ArticleLink]:
    """Return the newest articles in the language of ``home``. One query for each content generation."""
    return get_or_compute("newest_articles", lambda: _load_newest_articles(home), home.pk)


def _load_newest_articles(home: HomePage) -> list[ArticleLink]:
    articles = NewsPage.objects.below(home.path).visible().exclude_aliases()
    articles = articles.for_links()[:NEWEST_ARTICLES]
    return [ArticleLink(article.title, article.get_url(), article.first_published_at) for article in articles]
