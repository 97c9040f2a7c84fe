"""The pictures on a page: which they are, and their renditions made before a visitor waits for them.

Making the sizes of one photo from a phone takes about a second. A gallery of twenty would keep its first visitor
waiting for half a minute, so it is done while the page is written: at every upload into a gallery and at every save.
"""

import logging
from collections.abc import Iterable, Iterator

from wagtail.blocks.stream_block import StreamValue

from mysite.models import PortalImage
from mysite.renditions import GALLERY, LARGE, SHARE, WIDE, load_renditions

logger = logging.getLogger(__name__)

#: A picture with the filter specs that the page shows it at.
Shown = tuple[PortalImage, tuple[str, ...]]


def pictures_in(body: StreamValue) -> Iterator[Shown]:
    """Every picture in the text of a page."""
    for block in body:
        if block.block_type == "gallery":
            yield from ((photo["image"], (*GALLERY, LARGE)) for photo in block.value.shown)
        elif block.block_type == "picture" and block.value["image"]:
            yield block.value["image"], WIDE
        elif block.block_type == "video" and block.value["picture"]:
            yield block.value["picture"], WIDE


def first_picture(body: StreamValue) -> tuple[PortalImage, str] | None:
    """The first picture in the text of a page, with its alternative text."""
    for block in body:
        if block.block_type == "gallery" and block.value.shown:
            return block.value.shown[0]["image"], block.value.shown[0].alternative
        if block.block_type == "picture" and block.value["image"]:
            return block.value["image"], block.value.alternative
        if block.block_type == "video" and block.value["picture"]:
            return block.value["picture"], block.value["alt_text"] or block.value["picture"].description
    return None


def for_sharing(pictures: Iterable[Shown]) -> Iterator[Shown]:
    """``pictures``, the first of them at the size for sharing too."""
    for number, (image, specs) in enumerate(pictures):
        yield image, specs if number else (*specs, *SHARE)


def load(pictures: Iterable[Shown]) -> None:
    """Load the renditions that exist, in one query, for the page that is about to show them."""
    shown = list(pictures)
    load_renditions((image for image, _ in shown), {spec for _, specs in shown for spec in specs})


def make_ready(pictures: Iterable[Shown]) -> None:
    """Make the renditions that are missing. A picture that cannot be read stays without; the page says so later."""
    shown = list(pictures)
    load(shown)
    for image, specs in shown:
        try:
            image.get_renditions(*specs)
        except Exception:  # as in mysite.templatetags.pictures: too many libraries for a list
            logger.exception("Image %s cannot be made ready", image.pk)
