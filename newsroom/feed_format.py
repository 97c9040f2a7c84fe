"""What all feeds of the portal have in common: stable identifiers, full dates, a picture for each item."""

import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from mysite.caching import ask_each_time
from mysite.models import PortalImage
from mysite.public_address import absolute
from mysite.renditions import SHARE
from mysite.shared_pictures import shared_picture
from mysite.sharing import SharedPicture
from mysite.vietnamese import printable

ITEMS = 30
#: The sizes a feed's picture may have, the best first. Both are made when the page is saved; a feed makes none.
PICTURES = (*SHARE, "format-jpeg|fill-720x450")


class PortalRss(Rss201rev2Feed):
    """RSS 2.0 that also says when an item was last changed (Atom) and shows its picture (Media RSS)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:media": "http://search.yahoo.com/mrss/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["updateddate"] is not None:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        picture: SharedPicture | None = item["picture"]
        if picture is None:
            return
        size = {"width": str(picture.width), "height": str(picture.height)}
        attributes = {"url": picture.url, "type": picture.media_type, "medium": "image", **size}
        handler.startElement("media:content", attributes)
        if picture.alternative:
            handler.addQuickElement("media:description", printable(picture.alternative), {"type": "plain"})
        handler.endElement("media:content")


class PortalFeed(Feed):
    """A feed of articles or events. Its items are the visible ones at the moment of the request.

    An object a request: it remembers who asked, and threads share the address patterns.
    """

    feed_type = PortalRss
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask_each_time(request, super().__call__(request, *args, **kwargs))

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.language = get_language()

    def feed_url(self) -> str:
        return absolute(self.request.path)

    def for_feed(self, pages: Any) -> Any:
        """The first of ``pages`` with what an item shows: no body, the locale that the address needs, the picture.

        No aliases: readers would get the same text twice.
        """
        pictures = PortalImage.objects.prefetch_renditions(*PICTURES)
        pages = pages.originals().defer_streamfields().select_related("locale")
        return pages.prefetch_related(Prefetch("main_image", queryset=pictures))[:ITEMS]

    def item_title(self, item: Any) -> str:
        return printable(item.title)

    def item_link(self, item: Any) -> str:
        return absolute(item.get_url(self.request))

    def item_guid(self, item: Any) -> str:
        """The same for ever, also when the page moves."""
        return f"urn:uuid:{item.translation_key}:{self.language}"

    def item_pubdate(self, item: Any) -> datetime.datetime | None:
        return item.first_published_at

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        image, words = item.main_image, item.alternative_text
        found = (shared_picture(image, words, spec) for spec in PICTURES) if image else ()
        return {"picture": next(filter(None, found), None)}
