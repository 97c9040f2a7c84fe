"""Serializer fields for pages, images and rich text. They expose nothing that the page itself does not show."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.v2.serializers import PageSerializer
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from mysite.http.site_url import absolute_url
from mysite.images.sharing import get_public_renditions
from mysite.models import PortalDocument, PortalImage

from .schemas import TEXT, URL, Schema

_URL_ATTRIBUTE = re.compile(r'(\s(?:href|src)=")(/(?!/)[^"]*)"')
#: The keys by which the editor identifies paragraphs.
_BLOCK_KEY_ATTRIBUTE = re.compile(r'\sdata-block-key="[^"]*"')
_SRCSET_ATTRIBUTE = re.compile(r'(\ssrcset=")([^"]*)"')


class SourceField(Field):
    """A field whose value is computed by a function of the page."""

    def __init__(self, function: Callable[[Any], Any], schema: Schema) -> None:
        super().__init__(source="*", read_only=True)
        self.function = function
        self.schema = schema

    def to_representation(self, page: Page) -> Any:
        return self.function(page)


class ParentField(Field):
    """The parent page, if the API exposes it."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, page: Page) -> dict[str, Any] | None:
        pages = self.context["base_queryset"]
        return serialize_link(pages.filter(path=page.path[: -Page.steplen]).first())


class VisiblePageSerializer(PageSerializer):
    """Wagtail's serializer with the canonical URL of each page, rendered in the language of that page."""

    html_url = SourceField(lambda page: absolute_url(page.url), URL)
    parent = ParentField()

    def to_representation(self, page: Page) -> Any:
        # URLs and chosen pages depend on the active language, which is always Vietnamese below ``/api/``.
        with translation.override(page.locale.language_code):
            return super().to_representation(page)


def api_field(name: str, function: Callable[[Any], Any] | None = None, schema: Schema = TEXT) -> APIField:
    """Return an API field: an attribute of the page, or the result of ``function``, whose schema is ``schema``."""
    return APIField(name, serializer=SourceField(function, schema)) if function else APIField(name)


def serialize_link(page: Page | None) -> dict[str, Any] | None:
    """Serialize a link to a page that the caller knows to be visible; None for an alias, which the API excludes."""
    if page is None or page.alias_of_id:
        return None
    return {"id": page.pk, "title": page.title, "html_url": absolute_url(page.url)}


def serialize_links(pages: Iterable[Page]) -> list[dict[str, Any]]:
    return [link for page in pages if (link := serialize_link(page))]


def render_stream(stream: Any) -> str:
    """Render a StreamField as the page shows it, with absolute URLs."""
    return _make_urls_absolute("".join(str(block.render()) for block in stream))


def render_rich_text(text: str) -> str:
    """Render stored rich text, in which links are primary keys, in the same way."""
    return _make_urls_absolute(expand_db_html(text))


def _make_urls_absolute(markup: str) -> str:
    def replace_url(match: re.Match[str]) -> str:
        return f'{match[1]}{absolute_url(match[2])}"'

    def replace_urls(match: re.Match[str]) -> str:
        return f'{match[1]}{", ".join(absolute_url(part.strip()) for part in match[2].split(","))}"'

    return _SRCSET_ATTRIBUTE.sub(replace_urls, _URL_ATTRIBUTE.sub(replace_url, _BLOCK_KEY_ATTRIBUTE.sub("", markup)))


def serialize_image(image: PortalImage | None, *, alt_text: str, caption: str, credit: str) -> dict[str, Any] | None:
    """Serialize an image with those of its renditions that exist."""
    if image is None:
        return None
    return {
        "alt": "" if image.is_restricted else alt_text,
        "caption": caption,
        "credit": credit,
        "renditions": [
            {"url": absolute_url(rendition.url), "width": rendition.width, "height": rendition.height}
            for rendition in get_public_renditions(image)
        ],
    }


def serialize_document(document: PortalDocument, title: str) -> dict[str, Any]:
    return {
        "title": title or document.title,
        "url": absolute_url(document.url),
        "type": document.file_extension.lower(),
        "size": document.file_size,
    }
