"""Images with absolute URLs for Open Graph, JSON-LD and the API; only renditions that exist already."""

from collections.abc import Sequence
from typing import Any

from mysite.http.site_url import absolute_url
from mysite.models import PortalImage
from mysite.seo.open_graph import SharedImage

from .filters import SHARE, WIDE
from .renditions import get_existing_renditions


def build_shared_image(image: PortalImage, alt_text: str, spec: str = SHARE[0]) -> SharedImage | None:
    """Return the rendition of ``image`` for ``spec``; None if it does not exist."""
    return build_largest_image(image, alt_text, (spec,))


def build_largest_image(image: PortalImage, alt_text: str, specs: Sequence[str] = WIDE) -> SharedImage | None:
    """Return the largest rendition of ``image`` for ``specs``; None if there is none."""
    renditions = get_public_renditions(image, specs)
    return _build_shared_image(renditions[-1], alt_text) if renditions else None


def _build_shared_image(rendition: Any, alt_text: str) -> SharedImage:
    media_type = "image/webp" if rendition.filter_spec.startswith("format-webp") else "image/jpeg"
    return SharedImage(absolute_url(rendition.url), rendition.width, rendition.height, alt_text, media_type)


def get_public_renditions(image: PortalImage, specs: Sequence[str] = WIDE) -> list[Any]:
    """Return the existing renditions of ``image`` for ``specs``, the smallest first; none if it is restricted."""
    return [] if image.is_restricted else [*get_existing_renditions(image, specs).values()]
