"""The sizes that pages show pictures in, and loading the renditions of a whole page at once.

A template names one of these in its ``{% picture %}`` tag (``mysite/templatetags/pictures.py``); what loads the page
names the same one here, so that fifty pictures cost as many queries as two.
"""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from wagtail.images.models import Filter

from mysite.models import PortalImage, PortalRendition

#: A list's picture, 16:10.
CARD = tuple(Filter.expand_spec("format-{webp,jpeg}|fill-{360x225,720x450}"))
#: The main picture of an article and the pictures in its text, as wide as the column.
WIDE = tuple(Filter.expand_spec("format-{webp,jpeg}|width-{480,960,1440}"))
#: What a click on a photo shows: one of WIDE, so that it is loaded with them.
LARGE = "format-jpeg|width-1440"
#: A photo in a gallery, 3:2; a click shows it LARGE.
GALLERY = tuple(Filter.expand_spec("format-{webp,jpeg}|fill-{300x200,600x400}"))
#: Somebody's photo, 3:4.
PORTRAIT = tuple(Filter.expand_spec("format-{webp,jpeg}|fill-{180x240,360x480}"))
#: What other sites show beside a link, 1.91:1.
SHARE = ("format-jpeg|fill-1200x630",)
#: The office's logo, in the format it was uploaded in.
LOGO = ("max-400x128",)


def images_for_cards() -> QuerySet[PortalImage]:
    """The queryset to prefetch a list's pictures with: one query for images, one for their renditions."""
    return PortalImage.objects.prefetch_renditions(*CARD)


def load_renditions(images: Iterable[PortalImage], specs: Iterable[str]) -> None:
    """Load the existing renditions of ``images`` in one query, where ``{% picture %}`` will find them."""
    renditions = PortalRendition.objects.filter(filter_spec__in=specs)
    prefetch_related_objects(list(images), Prefetch("renditions", renditions, to_attr="prefetched_renditions"))
