"""Base classes of all RSS feeds: stable identifiers, modification dates and an image for each item."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from mysite.http.conditional import revalidate
from mysite.http.site_url import absolute_url
from mysite.images.filters import SHARE
from mysite.images.renditions import load_renditions
from mysite.images.sharing import build_shared_image
from mysite.seo.open_graph import SharedImage
from mysite.text.vietnamese import strip_control_characters

MAX_ITEMS = 30
EMPTY_SINCE = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class PortalRssGenerator(Rss201rev2Feed):
    """RSS 2.0 with the modification date (Atom) and the image (Media RSS) of each item."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:media": "http://search.yahoo.com/mrss/"}

    def latest_post_date(self) -> datetime.datetime:
        """Return the date of the newest item. An empty feed is as old as can be, or each request would change it."""
        return super().latest_post_date() if self.items else EMPTY_SINCE

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["updateddate"] is not None:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        image: SharedImage | None = item["image"]
        if image is None:
            return
        size = {"width": str(image.width), "height": str(image.height)}
        attributes = {"url": image.url, "type": image.media_type, "medium": "image", **size}
        handler.startElement("media:content", attributes)
        if image.alt_text:
            handler.addQuickElement("media:description", strip_control_characters(image.alt_text), {"type": "plain"})
        handler.endElement("media:content")


class PortalFeed(Feed):
    """Base class of feeds of visible pages.

    Create an instance for each request: it stores the request, and URL patterns are shared between threads.
    """

    feed_type = PortalRssGenerator
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return revalidate(request, super().__call__(request, *args, **kwargs))

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.language = get_language()

    def feed_url(self) -> str:
        return absolute_url(self.request.path)

    def prepare_items(self, pages: Any) -> list[Any]:
        """Load the first of ``pages`` with what an item shows: the locale for the URL and the image, but no body.

        Without aliases: subscribers would get the same text twice.
        """
        pages = pages.exclude_aliases().defer_streamfields().select_related("locale", "main_image")
        return self.load_images(pages[:MAX_ITEMS])

    def load_images(self, items: Iterable[Any]) -> list[Any]:
        """Load the renditions of the images of ``items``."""
        items = list(items)
        load_renditions([item.main_image for item in items if item.main_image], SHARE)
        return items

    def item_title(self, item: Any) -> str:
        return strip_control_characters(item.title)

    def item_link(self, item: Any) -> str:
        return absolute_url(item.get_url(self.request))

    def item_guid(self, item: Any) -> str:
        """Return a permanent identifier, which does not change when the page is moved."""
        return f"urn:uuid:{item.translation_key}:{self.language}"

    def item_pubdate(self, item: Any) -> datetime.datetime | None:
        return item.first_published_at

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        image, words = item.main_image, item.alternative_text
        return {"image": build_shared_image(image, words) if image else None}
