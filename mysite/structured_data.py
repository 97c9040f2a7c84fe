"""The words of schema.org that every kind of page uses. Plain functions that return JSON-LD as dictionaries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from mysite.sharing import SharedPicture

#: A thing in JSON-LD.
Node = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """What a thing is told about the page it stands on."""

    #: The full address of the page.
    url: str
    language: str
    description: str = ""
    #: The name of the section above, if visitors may see it.
    section: str = ""
    #: Pictures with full addresses, the one for sharing first.
    pictures: tuple[SharedPicture, ...] = ()
    #: The office that publishes it, and its postal address.
    publisher: Node = field(default_factory=dict)
    address: str = ""


def filled(**properties: Any) -> Node:
    """The properties that say something; ``type``, ``id`` and ``context`` get their ``@``."""
    words = {"type": "@type", "id": "@id"}
    return {words.get(name, name): value for name, value in properties.items() if value not in (None, "", [], ())}


def moment(when: datetime.datetime | None) -> str | None:
    """ISO 8601 with the portal's time zone."""
    return timezone.localtime(when, timezone.get_default_timezone()).isoformat(timespec="seconds") if when else None


def postal_address(text: str) -> Node | None:
    """An address as people write it on one line; the portal knows no parts of it but the country."""
    return filled(type="PostalAddress", streetAddress=text, addressCountry="VN") if text else None


def image_object(picture: SharedPicture) -> Node:
    return filled(
        type="ImageObject",
        url=picture.url,
        width=picture.width or None,
        height=picture.height or None,
        caption=picture.alternative,
    )


def breadcrumbs(way: Iterable[tuple[str, str]]) -> Node:
    """The way from the home page to here: names and full addresses."""
    items = [
        filled(type="ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(way, start=1)
    ]
    return filled(type="BreadcrumbList", itemListElement=items)


def person(name: str, **more: Any) -> Node:
    return filled(type="Person", name=name, **more)


def organisation(name: str, **more: Any) -> Node:
    return filled(type="Organization", name=name, **more)
