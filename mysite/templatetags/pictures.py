"""Template tags for images and photos. A broken image never breaks the page."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from mysite.blocks.media import GalleryValue
from mysite.blocks.photos import PhotoValue
from mysite.images.img_tags import render_image
from mysite.images.photos import render_caption, render_gallery, render_photo
from mysite.models import PortalImage

register = template.Library()
register.simple_tag(render_caption, name="caption")


@register.simple_tag(takes_context=True)
def picture(context: Context, image: PortalImage, size: str, **attributes: Any) -> SafeString:
    """Render ``<img>`` with all widths of ``size``; ``attributes`` include ``alt`` and ``sizes``."""
    return render_image(image, size, _is_preview(context), attributes)


@register.simple_tag(takes_context=True)
def main_photo(context: Context, page: Any) -> SafeString:
    """Render the main image of a page with its caption, if it has one."""
    if not page.main_image:
        return SafeString()
    return render_photo(page, page.main_image, _is_preview(context), _get_anchors(context), eager=True)


@register.simple_tag(takes_context=True)
def photo(context: Context, value: PhotoValue) -> SafeString:
    """Render the photo of a block, or the caption of a missing one."""
    if value["image"]:
        return render_photo(value, value["image"], _is_preview(context), _get_anchors(context))
    return SafeString(f'<figure class="picture">{render_caption(value.caption_text, value.credit_text)}</figure>')


@register.simple_tag(takes_context=True)
def gallery(context: Context, value: GalleryValue) -> SafeString:
    """Render the photos of a gallery that exist."""
    photos = value.available_photos
    if not photos:
        return SafeString()
    return render_gallery(photos, value["title"] or "", _is_preview(context), _get_anchors(context))


def _get_anchors(context: Context) -> Iterator[str]:
    """Return the anchors of the page's photos that are still to be rendered; none outside a page, as in the API."""
    return context.get("photo_anchors") or iter(())


def _is_preview(context: Context) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False))
