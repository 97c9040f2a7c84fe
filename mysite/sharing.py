"""What other sites show beside a link to a page: Open Graph's view of it."""

import datetime
from dataclasses import dataclass

from wagtail.images.models import AbstractRendition, Filter

from mysite.models.images import PortalImage
from mysite.public_address import absolute
from mysite.renditions import SHARE

#: What a rendition's file name ends with, and the media type that says.
MEDIA_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}


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


def existing_rendition(image: PortalImage, spec: str) -> AbstractRendition | None:
    """The rendition if it was made: nobody who visits a page waits for one that only machines look at.

    Found among those loaded with the page's pictures, else in the cache.
    """
    return next(iter(image.find_existing_renditions(Filter(spec)).values()), None)


def shared_picture(image: PortalImage, alternative: str, spec: str = SHARE[0]) -> SharedPicture | None:
    """``image`` at the size of ``spec``; None if that has not been made."""
    rendition = existing_rendition(image, spec)
    if rendition is None:
        return None
    extension = rendition.file.name.rpartition(".")[2].lower()
    media_type = MEDIA_TYPES.get(extension, "image/jpeg")
    return SharedPicture(absolute(rendition.url), rendition.width, rendition.height, alternative, media_type)
