"""Builders of schema.org nodes shared by all page types. Pure functions that return JSON-LD as dictionaries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from .open_graph import SharedImage

#: A JSON-LD node.
Node = dict[str, Any]


@dataclass(frozen=True)
class PageMetadata:
    """Data about the page that contains a node."""

    #: The absolute URL of the page.
    url: str
    language: str
    description: str = ""
    #: The title of the parent section, if it is public.
    section: str = ""
    #: Images with absolute URLs, the one for link previews first.
    images: tuple[SharedImage, ...] = ()
    #: The publishing office, and its postal address.
    publisher: Node = field(default_factory=dict)
    publisher_address: str = ""


def build_node(**properties: Any) -> Node:
    """Return a node of the properties that are not empty; ``type`` and ``id`` become ``@type`` and ``@id``."""
    keywords = {"type": "@type", "id": "@id"}
    return {keywords.get(name, name): value for name, value in properties.items() if value not in (None, "", [], ())}


def format_datetime(value: datetime.datetime | None) -> str | None:
    """Format a datetime as ISO 8601 in the portal's time zone."""
    return timezone.localtime(value, timezone.get_default_timezone()).isoformat(timespec="seconds") if value else None


def build_postal_address(text: str) -> Node | None:
    """Build a postal address from one line of text, in which only the country is known separately."""
    return build_node(type="PostalAddress", streetAddress=text, addressCountry="VN") if text else None


def build_image(image: SharedImage) -> Node:
    return build_node(
        type="ImageObject",
        url=image.url,
        width=image.width or None,
        height=image.height or None,
        caption=image.alt_text,
    )


def build_breadcrumbs(items: Iterable[tuple[str, str]]) -> Node:
    """Build the breadcrumbs from pairs of name and absolute URL, beginning with the home page."""
    nodes = [
        build_node(type="ListItem", position=position, name=name, item=url)
        for position, (name, url) in enumerate(items, start=1)
    ]
    return build_node(type="BreadcrumbList", itemListElement=nodes)


def build_person(name: str, **more: Any) -> Node:
    return build_node(type="Person", name=name, **more)


def build_organization(name: str, **more: Any) -> Node:
    return build_node(type="Organization", name=name, **more)
