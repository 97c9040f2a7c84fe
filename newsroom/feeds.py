"""RSS feeds of articles: of the site, a section, a tag, an author."""

import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mysite.public_address import absolute
from mysite.routing import home_for_visitors
from mysite.vietnamese import printable
from newsroom.feed_format import PortalFeed

if TYPE_CHECKING:
    from newsroom.models import Author, NewsPage, NewsSection, NewsTag
    from newsroom.querysets import NewsPageQuerySet


class ArticleFeed(PortalFeed):
    """A feed of articles, newest first."""

    def articles(self) -> "NewsPageQuerySet":
        raise NotImplementedError

    def items(self) -> Any:
        return self.for_feed(self.articles().newest_first().prefetch_related("tagged_items__tag"))

    def item_description(self, item: "NewsPage") -> str:
        return printable(item.lead)

    def item_updateddate(self, item: "NewsPage") -> datetime.datetime | None:
        return item.content_updated_at

    def item_categories(self, item: "NewsPage") -> list[str]:
        return [printable(tagged.tag.name) for tagged in item.tagged_items.all()]


class SiteFeed(ArticleFeed):
    """The articles of the whole site in the language of the address, if its home page is there for visitors."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().get_object(request)
        self.home = home_for_visitors(request).specific

    def articles(self) -> "NewsPageQuerySet":
        from newsroom.models import NewsPage

        return NewsPage.objects.descendant_of(self.home).visible()

    def title(self) -> str:
        return getattr(self.home, "site_name", "") or self.home.title

    def description(self) -> str:
        return self.home.summary or self.title()

    def link(self) -> str:
        return absolute(self.home.get_url(self.request))


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
        return absolute(self.section.get_url(self.request))


class ListFeed(ArticleFeed):
    """The articles of a list that is no page: those with a tag, those of an author."""

    def __init__(self, articles: "NewsPageQuerySet", about: "NewsTag | Author") -> None:
        self.found, self.about = articles, about

    def articles(self) -> "NewsPageQuerySet":
        return self.found

    def link(self) -> str:
        return absolute(self.about.get_absolute_url())


class TagFeed(ListFeed):
    def title(self) -> str:
        return printable(_("Tag: %(tag)s") % {"tag": self.about})

    def description(self) -> str:
        return self.title()


class AuthorFeed(ListFeed):
    def title(self) -> str:
        return printable(self.about.name)

    def description(self) -> str:
        return printable(self.about.biography or self.about.job_title or self.about.name)
