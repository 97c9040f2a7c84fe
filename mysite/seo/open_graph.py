"""Data for Open Graph, from which other sites build the preview of a link."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class SharedImage:
    """An image with its absolute URL."""

    url: str
    width: int
    height: int
    alt_text: str = ""
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class OpenGraphData:
    """Open Graph properties of a page type, beside title, summary and image."""

    og_type: str = "website"
    published_at: datetime.datetime | None = None
    modified_at: datetime.datetime | None = None
    tags: tuple[str, ...] = ()
