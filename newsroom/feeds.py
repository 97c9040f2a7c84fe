"""RSS feeds of the site and of its sections."""

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from wagtail.models import Site

if TYPE_CHECKING:
    from newsroom.models import NewsPage, NewsSection
    from newsroom.querysets import NewsPageQuerySet

ITEMS = 30


class ArticleFeed(Feed):
    """A feed of articles, newest first. Its items are the visible ones at the moment of the request."""

    feed_type = Rss201rev2Feed

    def articles(self) -> "NewsPageQuerySet":
        raise NotImplementedError

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.language = get_language()

    def items(self) -> Any:
        # Neither body nor picture is in the feed, so only the locale (for the address) is loaded along.
        return (
            self.articles().defer_streamfields().select_related("locale").prefetch_related("tagged_items__tag")[:ITEMS]
        )

    def item_title(self, item: "NewsPage") -> str:
        return item.title

    def item_description(self, item: "NewsPage") -> str:
        return item.lead

    def item_link(self, item: "NewsPage") -> str:
        return item.get_url(self.request)

    def item_guid(self, item: "NewsPage") -> str:
        """The same for ever, also when the article moves."""
        return f"urn:uuid:{item.translation_key}:{self.language}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: "NewsPage") -> datetime.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: "NewsPage") -> datetime.datetime | None:
        return item.content_updated_at

    def item_categories(self, item: "NewsPage") -> list[str]:
        return [tagged.tag.name for tagged in item.tagged_items.all()]


class SectionFeed(ArticleFeed):
    def __init__(self, section: "NewsSection") -> None:
        self.section = section

    def articles(self) -> "NewsPageQuerySet":
        return self.section.articles()

    def title(self) -> str:
        return self.section.title

    def description(self) -> str:
        return self.section.introduction or self.section.title

    def link(self) -> str:
        return self.section.get_url(self.request)


class SiteFeed(ArticleFeed):
    """The articles of the whole site in the language of the address."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().get_object(request)
        self.root = Site.find_for_request(request).root_page.localized

    def articles(self) -> "NewsPageQuerySet":
        from newsroom.models import NewsPage

        return NewsPage.objects.descendant_of(self.root).visible().newest_first()

    def title(self) -> str:
        return self.root.title

    def description(self) -> str:
        return self.root.search_description or self.root.title

    def link(self) -> str:
        return self.root.get_url(self.request)
