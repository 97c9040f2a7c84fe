"""The images on a page, and their renditions, made before visitors need them.

Making the renditions of one photo from a phone takes about a second, so the first visitor of a gallery of twenty would
wait for half a minute. So they are made at every upload into a gallery and at every save of the page in the admin, and
those still missing (imports, replaced files) by the scheduler: ``mysite.images.rendition_queue``.
"""

import logging
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from mysite.models import PortalImage

from .filters import CARD, SHARE, WIDE, ImageUse, find_needed_specs
from .renditions import load_renditions

logger = logging.getLogger(__name__)

#: The photos of a gallery that are shown small, beside the large first one. The viewer shows the others.
GALLERY_TILES = range(1, 5)


def images_in_body(body: StreamValue) -> Iterator[ImageUse]:
    """Yield the images in the body of a page with their filter specs."""
    for block in body:
        if block.block_type == "gallery":
            photos = block.value.available_photos
            for number, photo in enumerate(photos):
                yield photo["image"], (*WIDE, *CARD) if number in GALLERY_TILES else WIDE
        elif block.block_type == "picture" and block.value["image"]:
            yield block.value["image"], WIDE
        elif block.block_type == "video" and block.value["picture"]:
            yield block.value["picture"], WIDE


def first_image(body: StreamValue) -> tuple[PortalImage, str] | None:
    """Return the first image in the body of a page, with its alternative text."""
    for block in body:
        if block.block_type == "gallery" and block.value.available_photos:
            return block.value.available_photos[0]["image"], block.value.available_photos[0].alternative_text
        if block.block_type == "picture" and block.value["image"]:
            return block.value["image"], block.value.alternative_text
        if block.block_type == "video" and block.value["picture"]:
            return block.value["picture"], block.value["alt_text"] or block.value["picture"].description
    return None


def with_share_spec(image_uses: Iterable[ImageUse]) -> Iterator[ImageUse]:
    """Yield ``image_uses``, the first one with the filter spec for link previews too."""
    for number, (image, specs) in enumerate(image_uses):
        yield image, specs if number else (*specs, *SHARE)


def load_page_renditions(image_uses: Iterable[ImageUse]) -> None:
    """Load the existing renditions of a page in one query."""
    images = list(image_uses)
    load_renditions((image for image, _ in images), {spec for _, specs in images for spec in specs})


def make_renditions(image_uses: Iterable[ImageUse]) -> None:
    """Make the missing renditions. Failures are logged; the scheduler tries again."""
    images = list(image_uses)
    load_page_renditions(images)
    for image, specs in images:
        try:
            image.get_renditions(*find_needed_specs(image, specs))
        except Exception:  # as in mysite.templatetags.pictures: too many libraries to list their exceptions
            logger.exception("Image %s cannot be made ready", image.pk)


def warn_about_restricted_images(request: HttpRequest, image_uses: Iterable[ImageUse]) -> None:
    """Warn the editor about images of the page that visitors cannot see. The renditions must be loaded."""
    titles = list(dict.fromkeys(image.title for image, _specs in image_uses if image.is_restricted))
    if titles:
        text = _("Visitors cannot see these images of the page, because their collection is private: %(titles)s")
        messages.warning(request, text % {"titles": ", ".join(titles)})
