"""RSS feeds of articles for the site, a section, a tag and an author."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext as _

from mysite.compiled_queries import compiled_query
from mysite.http.site_url import absolute_url
from mysite.pages.routing import get_visible_home
from mysite.text.vietnamese import strip_control_characters
from newsroom.articles.article_list import ArticleList
from newsroom.models.listings import ArticleListing, ArticleListingQuerySet
from newsroom.models.news import NewsPage
from newsroom.models.news_children import NewsPageByline
from newsroom.models.people import Author
from newsroom.models.tags import NewsPageTag, NewsTag
from newsroom.rss import MAX_ITEMS, PortalFeed

#: What an item shows beside what a card does.
_FIELDS = ("translation_key", "content_updated_at", "main_image_alt")


class ArticleFeed(PortalFeed):
    """A feed of articles, newest first."""

    def get_listings(self) -> ArticleListingQuerySet:
        raise NotImplementedError

    def items(self) -> Any:
        items = self.load_images(ArticleList(self.get_listings().exclude_aliases(), _FIELDS)[:MAX_ITEMS])
        pks = [item.pk for item in items]
        self.tag_names = _group_names(_find_tag_names(pks))
        self.author_names = _group_names(_find_author_names(pks))
        return items

    def item_description(self, item: NewsPage) -> str:
        """Return the lead escaped: feed readers interpret descriptions as HTML."""
        return escape(strip_control_characters(item.lead))

    def item_updateddate(self, item: NewsPage) -> datetime.datetime | None:
        return item.content_updated_at

    def item_categories(self, item: NewsPage) -> list[str]:
        return self.tag_names[item.pk]

    def item_author_name(self, item: NewsPage) -> str:
        """Return the names for ``dc:creator``."""
        return ", ".join(self.author_names[item.pk])


@compiled_query
def _find_tag_names(pks: list[int]) -> QuerySet:
    tags = NewsPageTag.objects.filter(content_object__in=pks).order_by("pk")
    return tags.values_list("content_object", "tag__name")


@compiled_query
def _find_author_names(pks: list[int]) -> QuerySet:
    bylines = NewsPageByline.objects.filter(article__in=pks, author__live=True).order_by("sort_order")
    return bylines.values_list("article", "author__name")


def _group_names(rows: Iterable[tuple[int, str]]) -> defaultdict[int, list[str]]:
    """Return the names of each article, by its primary key."""
    names = defaultdict(list)
    for pk, name in rows:
        names[pk].append(strip_control_characters(name))
    return names


class SiteFeed(ArticleFeed):
    """The articles of the whole site in the language of the URL; 404 if its home page is not visible."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().get_object(request)
        self.home = get_visible_home(request).specific

    def get_listings(self) -> ArticleListingQuerySet:
        return ArticleListing.objects.visible_below(self.home)

    def title(self) -> str:
        return getattr(self.home, "site_name", "") or self.home.title

    def description(self) -> str:
        return self.home.summary or self.title()

    def link(self) -> str:
        return absolute_url(self.home.get_url(self.request))


class SectionFeed(ArticleFeed):
    def __init__(self, listings: ArticleListingQuerySet, *, title: str, description: str, url: str) -> None:
        self.listings = listings
        self.title, self.description, self.link = title, description, absolute_url(url)

    def get_listings(self) -> ArticleListingQuerySet:
        return self.listings


class FilteredFeed(ArticleFeed):
    """The articles of a tag or an author, neither of which is a page."""

    def __init__(self, listings: ArticleListingQuerySet, about: NewsTag | Author) -> None:
        self.listings, self.about = listings, about

    def get_listings(self) -> ArticleListingQuerySet:
        return self.listings

    def link(self) -> str:
        return absolute_url(self.about.get_absolute_url())


class TagFeed(FilteredFeed):
    def title(self) -> str:
        return strip_control_characters(_("Tag: %(tag)s") % {"tag": self.about})

    def description(self) -> str:
        return self.title()


class AuthorFeed(FilteredFeed):
    def title(self) -> str:
        return strip_control_characters(self.about.name)

    def description(self) -> str:
        return strip_control_characters(self.about.biography or self.about.job_title or self.about.name)
