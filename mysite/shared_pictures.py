"""Pictures with full addresses, for other machines to show: only in sizes that have been made already."""

from wagtail.images.models import AbstractRendition, Filter

from mysite.models import PortalImage
from mysite.public_address import absolute
from mysite.renditions import SHARE
from mysite.sharing import SharedPicture

#: What a rendition's file name ends with, and the media type that says.
MEDIA_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}


def shared_picture(image: PortalImage, alternative: str, spec: str = SHARE[0]) -> SharedPicture | None:
    """``image`` at the size of ``spec``; None if that has not been made."""
    rendition = existing_rendition(image, spec)
    if rendition is None:
        return None
    extension = rendition.file.name.rpartition(".")[2].lower()
    media_type = MEDIA_TYPES.get(extension, "image/jpeg")
    return SharedPicture(absolute(rendition.url), rendition.width, rendition.height, alternative, media_type)


def existing_rendition(image: PortalImage, spec: str) -> AbstractRendition | None:
    """The rendition if it was made: nobody who visits a page waits for one that only machines look at.

    Found among those loaded with the page's pictures, else in the cache.
    """
    return next(iter(image.find_existing_renditions(Filter(spec)).values()), None)
