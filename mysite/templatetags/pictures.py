"""The one way to show a picture: at one of the sizes of ``mysite.renditions``, and never at the price of the page."""

import logging
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import Picture

from mysite.library_words import LibraryWords, foreign_language
from mysite.models import PortalImage
from mysite.renditions import CARD, GALLERY, LARGE, LOGO, PORTRAIT, WIDE

logger = logging.getLogger(__name__)
register = template.Library()

SIZES = {"card": CARD, "gallery": GALLERY, "logo": LOGO, "portrait": PORTRAIT, "wide": WIDE}


@register.simple_tag
def picture(image: PortalImage, size: str, **attributes: Any) -> SafeString:
    """``<picture>`` in all widths and formats of ``size``; ``alt`` and ``sizes`` among the attributes.

    Whatever keeps the renditions from being made (source file gone or broken, disk full) is logged, and the
    alternative text stands in place of the picture.
    """
    specs = SIZES[size]
    alternative = attributes.get("alt", "")
    if isinstance(alternative, LibraryWords) and (language := foreign_language(alternative)):
        attributes["lang"] = language
    try:
        return Picture(image.get_renditions(*specs), attributes).__html__()
    except Exception:  # so many libraries are below this that no shorter list of exceptions is complete
        logger.exception("Image %s cannot be shown", image.pk)
        return format_html('<span class="no-picture">{}</span>', attributes.get("alt", ""))


@register.simple_tag
def large_picture_address(image: PortalImage) -> str:
    """The address of the largest rendition, for a link to it; empty if it cannot be made."""
    try:
        return image.get_rendition(LARGE).url
    except Exception:
        logger.exception("Image %s cannot be shown large", image.pk)
        return ""
