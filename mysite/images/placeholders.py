"""Substitutes for a missing rendition: the nearest existing rendition, a small original, or a placeholder."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from mysite.images.filters import get_rendition_size
from mysite.models import PortalImage

#: Maximum bytes of an original shown itself, if its format is one that every browser supports.
MAX_ORIGINAL_SIZE = 200_000
WEB_FORMATS = (".gif", ".jpeg", ".jpg", ".png", ".webp")


def find_substitute_url(image: PortalImage, spec: str) -> str:
    """Return the URL of the prefetched rendition nearest to ``spec``, else of a small original, else ``""``."""
    width = get_rendition_size(image, spec)[0]
    # The smallest one that is large enough, else the largest.
    loaded = sorted(
        getattr(image, "prefetched_renditions", ()),
        key=lambda rendition: (rendition.width < width, abs(rendition.width - width)),
    )
    if loaded and loaded[0].width >= width:
        return loaded[0].url
    is_small = image.file_size is not None and image.file_size <= MAX_ORIGINAL_SIZE
    if is_small and image.file.name.lower().endswith(WEB_FORMATS):
        return image.file.url
    return loaded[0].url if loaded else ""


def render_placeholder(size: tuple[int, int], alt_text: str) -> SafeString:
    """Render a placeholder with the dimensions of the image and its alternative text."""
    width, height = size
    return format_html(
        '<span class="no-picture"><svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true"></svg>'
        "<span>{2}</span></span>",
        width, height, alt_text,
    )  # fmt: skip
