"""What other sites show beside a link to a page: Open Graph's view of it."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class SharedPicture:
    """A picture with its full address."""

    url: str
    width: int
    height: int
    alternative: str = ""
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class Sharing:
    """What a page type knows of itself, beside title, summary and picture."""

    kind: str = "website"
    published_at: datetime.datetime | None = None
    modified_at: datetime.datetime | None = None
    tags: tuple[str, ...] = ()
