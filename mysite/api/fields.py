"""How pages, pictures and text look in the API. Nothing here says more than the page itself does."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.v2.serializers import PageSerializer
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from mysite.models import PortalDocument, PortalImage
from mysite.public_address import absolute
from mysite.renditions import LARGE
from mysite.shared_pictures import existing_rendition

#: The renditions of a picture that the API names, among those that pages show it at.
PICTURE_SPECS = ("format-jpeg|width-480", "format-jpeg|width-960", LARGE)

_ADDRESS = re.compile(r'(\s(?:href|src)=")(/(?!/)[^"]*)"')
#: How the editor tells paragraphs apart.
_KEYS = re.compile(r'\sdata-block-key="[^"]*"')
_ADDRESSES = re.compile(r'(\ssrcset=")([^"]*)"')


class From(Field):
    """A field whose value a function makes of the whole page."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__(source="*", read_only=True)
        self.function = function

    def to_representation(self, page: Page) -> Any:
        return self.function(page)


class ParentOf(Field):
    """The page above, if the API has it."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, page: Page) -> dict[str, Any] | None:
        pages = self.context["base_queryset"]
        return link(pages.filter(path=page.path[: -Page.steplen]).first())


class VisiblePageSerializer(PageSerializer):
    """Wagtail's, with each page's one public address, and whatever a page says in the language of that page."""

    html_url = From(lambda page: absolute(page.url))
    parent = ParentOf()

    def to_representation(self, page: Page) -> Any:
        # Addresses and chosen pages go by the active language, which at ``/api/`` is always the first.
        with translation.override(page.locale.language_code):
            return super().to_representation(page)


def field(name: str, function: Callable[[Any], Any] | None = None) -> APIField:
    """A field of the API: an attribute of the page, or what ``function`` makes of it."""
    return APIField(name, serializer=From(function)) if function else APIField(name)


def link(page: Page | None) -> dict[str, Any] | None:
    """Another page, which the caller knows to be visible. None for an alias: the API has none."""
    if page is None or page.alias_of_id:
        return None
    return {"id": page.pk, "title": page.title, "html_url": absolute(page.url)}


def links(pages: Iterable[Page]) -> list[dict[str, Any]]:
    return [found for page in pages if (found := link(page))]


def html(stream: Any) -> str:
    """The text of a StreamField as the page shows it, all addresses in full."""
    return _as_read("".join(str(block.render()) for block in stream))


def rich_text(text: str) -> str:
    """A text that the database has with numbers for addresses, in the same way."""
    return _as_read(expand_db_html(text))


def _as_read(markup: str) -> str:
    def one(match: re.Match[str]) -> str:
        return f'{match[1]}{absolute(match[2])}"'

    def several(match: re.Match[str]) -> str:
        return f'{match[1]}{", ".join(absolute(part.strip()) for part in match[2].split(","))}"'

    return _ADDRESSES.sub(several, _ADDRESS.sub(one, _KEYS.sub("", markup)))


def picture(image: PortalImage | None, *, alternative: str, caption: str, credit: str) -> dict[str, Any] | None:
    """A picture in the sizes that have been made of it."""
    if image is None:
        return None
    made = [rendition for spec in PICTURE_SPECS if (rendition := existing_rendition(image, spec))]
    return {
        "alt": alternative,
        "caption": caption,
        "credit": credit,
        "renditions": [
            {"url": absolute(rendition.url), "width": rendition.width, "height": rendition.height} for rendition in made
        ],
    }


def document(document: PortalDocument, title: str) -> dict[str, Any]:
    return {
        "title": title or document.title,
        "url": absolute(document.url),
        "type": document.file_extension.lower(),
        "size": document.file_size,
    }
