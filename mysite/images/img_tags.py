"""Rendering of ``<img>`` with ``srcset``. A broken image never breaks the page."""

import logging
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from mysite.i18n.fallback_text import LocalizedText, detect_language
from mysite.models import PortalImage

from .filters import CARD, LOGO, PORTRAIT, WIDE, find_needed_specs, get_rendition_size
from .placeholders import find_substitute_url, render_placeholder
from .renditions import get_existing_renditions

logger = logging.getLogger(__name__)

SIZES = {"card": CARD, "gallery": CARD, "logo": LOGO, "portrait": PORTRAIT, "wide": WIDE}
#: Images that fill a box of fixed shape, so that browsers can compute ``sizes`` from the layout.
_FILLING_SIZES = {"card", "gallery", "portrait"}
_BOX = re.compile(r"(\d+)x(\d+)")
#: The width of the images in an article, and their greatest height (article.css).
COLUMN, COLUMN_HEIGHT = "min(50rem, 100vw - 2 * clamp(1rem, 3vw, 1.75rem))", 608


def render_image(image: PortalImage, size: str, is_preview: bool, attributes: dict[str, Any]) -> SafeString:
    """Render ``<img>`` with all widths of ``size``; ``attributes`` include ``alt`` and ``sizes``.

    ``sizes`` may name a box such as ``160x56``, in which the whole image is shown. A visitor's request makes no
    renditions: until the scheduler has made them, the nearest existing one is shown, or a placeholder with the
    alternative text. Images of restricted collections are shown in previews only.
    """
    if image.is_restricted and not is_preview:
        return SafeString()
    alternative = attributes.get("alt", "")
    if isinstance(alternative, LocalizedText) and (language := detect_language(alternative)):
        attributes["lang"] = language
    specs = SIZES[size]
    try:
        renditions = list(get_renditions(image, specs, is_preview).values())
        if not renditions:
            return _render_substitute(image, specs[-1], attributes)
        smallest = renditions[0]
        shown = {"src": smallest.url, "width": smallest.width, "height": smallest.height}
        if len(renditions) > 1:
            shown |= {"srcset": build_srcset(renditions), "sizes": _build_sizes(image, size, attributes)}
        return _render_img({**attributes, **shown})
    except Exception:  # too many libraries are involved to list their exceptions
        logger.exception("Image %s cannot be shown", image.pk)
        return render_placeholder(get_rendition_size(image, specs[-1]), alternative)


def get_renditions(image: PortalImage, specs: Sequence[str], is_preview: bool) -> dict[str, Any]:
    """Return the renditions of ``specs`` by spec: those that exist, or in a preview all."""
    if is_preview:
        return image.get_renditions(*find_needed_specs(image, specs))
    return get_existing_renditions(image, specs)


def build_srcset(renditions: Iterable[Any]) -> str:
    return ", ".join([f"{rendition.url} {rendition.width}w" for rendition in renditions])


def _build_sizes(image: PortalImage, size: str, attributes: dict[str, Any]) -> str:
    sizes: str = attributes.get("sizes") or COLUMN
    ratio = image.width / image.height
    if size in _FILLING_SIZES:
        return f"auto, {sizes}" if attributes.get("loading") == "lazy" else sizes
    if sizes == COLUMN:  # an image that is taller than the column's images may be is narrower
        return f"min({sizes[4:-1]}, {round(COLUMN_HEIGHT * ratio)}px)"
    return _BOX.sub(lambda box: f"{round(min(int(box[1]), int(box[2]) * ratio))}px", sizes)


def _render_substitute(image: PortalImage, spec: str, attributes: dict[str, Any]) -> SafeString:
    """Render the nearest existing rendition or a placeholder, with the dimensions of ``spec``."""
    width, height = get_rendition_size(image, spec)
    url = find_substitute_url(image, spec)
    if not url:
        return render_placeholder((width, height), attributes.get("alt", ""))
    shown = {"src": url, "width": width, "height": height, **attributes}
    shown.pop("sizes", None)
    return _render_img(shown)


def _render_img(attributes: dict[str, Any]) -> SafeString:
    # Not django.utils.html.format_html, which takes half of the time of rendering a gallery.
    return SafeString("<img" + "".join([f' {name}="{escape(value)}"' for name, value in attributes.items()]) + ">")
