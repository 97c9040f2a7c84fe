"""The filter specs of all image sizes. Imports no models, because models import it.

A template names a size in its ``{% picture %}`` tag (``mysite/templatetags/pictures.py``); the code that loads the page
prefetches the same specs (``mysite.images.renditions``).
"""

from collections.abc import Iterable
from functools import cache

from wagtail.images.models import AbstractImage, Filter

#: An image with the filter specs that a page uses for it.
ImageUse = tuple[AbstractImage, tuple[str, ...]]

#: A card in a list and a small photo of a gallery, 3:2. The steps of all sizes are at most 1.5 times the one before.
CARD = tuple(Filter.expand_spec("format-webp|fill-{162x108,240x160,360x240,480x320,720x480,960x640}"))
#: The main image of an article, the images in its body and enlarged photos.
WIDE = tuple(Filter.expand_spec("format-webp|width-{480,720,960,1280,1600}"))
#: The photo of a person, 3:4.
PORTRAIT = tuple(Filter.expand_spec("format-webp|fill-{120x160,180x240,270x360,360x480}"))
#: The image of a link preview on other sites, 1.91:1, and of an item in a feed: not all of them show WebP.
SHARE = ("format-jpeg|fill-1200x630",)
#: The office's logo, and the images of link boxes.
LOGO = tuple(Filter.expand_spec("format-webp|max-{80x40,160x56,240x84,320x112,480x168}"))
#: The office's icon in browser tabs and on phones.
ICON = tuple(Filter.expand_spec("format-png|fill-{64x64,180x180}"))

#: All filter specs that pages use.
ALL_SPECS = frozenset((*CARD, *WIDE, *PORTRAIT, *SHARE, *LOGO, *ICON))
#: Prefetched too, as substitutes for missing renditions. The last two are those of galleries before the viewer, and of
#: the admin's lists.
PLACEHOLDER_SPECS = (WIDE[0], CARD[2], "format-webp|fill-600x400", "max-165x165")


@cache
def get_filter(spec: str) -> Filter:
    """Return the filter of a spec. It parses the spec at its first use only."""
    return Filter(spec)


def get_rendition_size(image: AbstractImage, spec: str) -> tuple[int, int]:
    """Return width and height of the rendition of ``image`` for ``spec``, without making it."""
    size = get_filter(spec).get_transform(image).size
    return max(1, round(size[0])), max(1, round(size[1]))


def find_needed_specs(image: AbstractImage, specs: Iterable[str]) -> list[str]:
    """Return ``specs`` without those that would repeat another one, because the image is smaller than both."""
    needed: dict[tuple[str, tuple[int, int]], str] = {}
    for spec in specs:
        kind = spec.rstrip("0123456789x")  # format and operation
        needed.setdefault((kind, get_rendition_size(image, spec)), spec)
    return list(needed.values())
