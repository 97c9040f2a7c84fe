"""Rendering of photos that open in the viewer (media.js), with their captions, and of galleries of them.

In Python, because a template takes three times as long for the photos of a gallery.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mysite.i18n.fallback_text import LocalizedText, detect_language
from mysite.models import PortalImage

from .filters import WIDE
from .img_tags import build_srcset, get_renditions, render_image
from .page_images import GALLERY_TILES
from .placeholders import find_substitute_url

_TILE_SIZES = {
    2: "(min-width: 40rem) 25rem, 46vw",
    3: "(min-width: 40rem) 25rem, 46vw",
    4: "(min-width: 40rem) 17rem, 31vw",
}


class Photo(Protocol):
    """The texts of a photo."""

    @property
    def alternative_text(self) -> str: ...
    @property
    def caption_text(self) -> str: ...
    @property
    def credit_text(self) -> str: ...


def render_photo(
    photo: Photo, image: PortalImage, is_preview: bool, anchors: Iterator[str], *, eager: bool = False
) -> SafeString:
    """Render a photo as wide as the column, with its caption. It takes the next of ``anchors``, as a gallery does.

    An anchor is the address on the page: ``anh-3`` stands for ``#anh-3`` in the viewer, ``?anh=3`` without JavaScript.
    """
    loading = {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    link = _render_link(photo, image, next(anchors, ""), "wide", "", is_preview, loading)
    caption = render_caption(photo.caption_text, photo.credit_text)
    labels = _build_attributes(photos=_("Photos"), close=_("Close"))
    return SafeString(f'<figure class="picture"{labels}>{link}{caption}</figure>' if link or caption else "")


def render_gallery(photos: Sequence[Photo], title: str, is_preview: bool, anchors: Iterator[str]) -> SafeString:
    """Render the photos of a gallery: one large, four small, the others for the viewer. Each is an item of a list."""
    credits = {photo.credit_text for photo in photos}
    credit = credits.pop() if len(credits) == 1 and len(photos) > 1 else None
    tile_sizes = _TILE_SIZES.get(len(photos), "(min-width: 40rem) 12rem, 46vw")
    items = []
    for number, photo in enumerate(photos):
        size, sizes = ("card", tile_sizes) if number in GALLERY_TILES else ("wide", "")
        more = len(photos) - GALLERY_TILES.stop if number == GALLERY_TILES.stop - 1 else 0
        image, anchor = photo["image"], next(anchors, "")  # type: ignore[index]
        link = _render_link(photo, image, anchor, size, sizes, is_preview, {"loading": "lazy"}, more)
        caption = render_caption(photo.caption_text, photo.credit_text if credit is None else "")
        items.append(f"<li><figure>{link}{caption}</figure></li>")
    labels = _build_attributes(
        photos=title or _("Photos"),
        previous=_("Previous photo"),
        next=_("Next photo"),
        close=_("Close"),
    )
    shape = min(len(photos), GALLERY_TILES.stop)
    credit_line = f'<p class="gallery-credit">{_render_credit(credit)}</p>' if credit else ""
    return SafeString(f'<div class="photos photos-{shape}"{labels}><ul>{"".join(items)}</ul>{credit_line}</div>')


def render_caption(caption: str, credit: str) -> SafeString:
    if not caption and not credit:
        return SafeString()
    words = f"<span{_lang(caption)}>{escape(caption)}</span>"
    return SafeString(f"<figcaption><p>{words}{' ' if credit else ''}{_render_credit(credit)}</p></figcaption>")


def _render_link(
    photo: Photo,
    image: PortalImage,
    anchor: str,
    size: str,
    sizes: str,
    is_preview: bool,
    loading: dict[str, str],
    more: int = 0,
) -> str:
    attributes = {"alt": photo.alternative_text, "sizes": sizes, **loading}
    shown: str = render_image(image, size, is_preview, attributes)
    if not shown:
        return ""
    if more > 0:
        shown += f'<span class="more-photos">+{more}</span>'
    large = [*get_renditions(image, WIDE, is_preview).values()]
    address = escape(large[-1].url if large else find_substitute_url(image, WIDE[-1]))
    if not anchor:  # where the page of the photo is not known, as in the API
        return f'<a href="{address}">{shown}</a>' if address else f"<a>{shown}</a>"
    name, _dash, number = anchor.partition("-")
    # The viewer takes the same files as the page, unless these are cropped.
    files = escape(build_srcset(large) or address) if size == "card" or not large else ""
    width, height = (large[-1].width, large[-1].height) if large else (image.width, image.height)
    data = f' data-photo="{files}" data-size="{width}x{height}"' if address else ""
    return f'<a href="?{name}={number}" id="{anchor}"{data}>{shown}</a>'


def _render_credit(credit: str) -> str:
    if not credit:
        return ""
    return f'<span class="credit">{pgettext("credit", "Photo")}: <span{_lang(credit)}>{escape(credit)}</span></span>'


def _lang(words: str) -> str:
    language = isinstance(words, LocalizedText) and detect_language(words)
    return f' lang="{language}"' if language else ""


def _build_attributes(**labels: str) -> str:
    return "".join([f' data-{name}="{escape(label)}"' for name, label in labels.items()])
