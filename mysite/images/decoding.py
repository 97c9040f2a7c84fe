"""Decoding an image once for all its renditions. Wagtail decodes it again for each, which takes most of the time."""

import math
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from PIL import Image as PillowImage
from PIL import ImageOps
from wagtail.images.models import AbstractImage, Filter
from willow.image import JPEGImageFile, PNGImageFile, WebPImageFile

#: EXIF orientations that turn the image by 90 degrees; only images of old versions have any.
_TURNED = range(5, 9)
_ORIENTATION = 0x0112
_WEBP_QUALITY, _JPEG_QUALITY = 78, 76
#: Extensions of images whose thumbnails have the same format.
_THUMBNAIL_EXTENSIONS = (".jpg", ".jpeg", ".png")


class DecodedFilter(Filter):
    """A filter that takes the pixels from ``DecodedImage`` and writes WebP, JPEG or, for a thumbnail of one, PNG."""

    def __init__(self, spec: str, decoded: "DecodedImage") -> None:
        super().__init__(spec)
        self.decoded = decoded

    def run(
        self, image: AbstractImage, output: Any, source: Any = None
    ) -> JPEGImageFile | PNGImageFile | WebPImageFile:
        pixels = self.decoded.cut(image, self)
        if self.spec.startswith("format-webp"):
            pixels.save(output, "WEBP", quality=_WEBP_QUALITY)
            return WebPImageFile(output)
        if not self.filter_operations and image.file.name.endswith(".png"):
            pixels.save(output, "PNG", optimize=True)
            return PNGImageFile(output)
        if pixels.mode == "RGBA":
            pixels = PillowImage.alpha_composite(PillowImage.new("RGBA", pixels.size, "white"), pixels)
        pixels.convert("RGB").save(output, "JPEG", quality=_JPEG_QUALITY, progressive=True, optimize=True)
        return JPEGImageFile(output)


class DecodedImage:
    """The pixels of an image, reduced to what the largest of ``filters`` needs."""

    def __init__(self, image: AbstractImage, content: bytes, filters: Iterable[Filter]) -> None:
        opened: PillowImage.Image
        with PillowImage.open(BytesIO(content)) as opened:
            width, height = opened.size
            turned = opened.getexif().get(_ORIENTATION) in _TURNED
            self.size = (height, width) if turned else (width, height)
            scale = max(max(filter.get_transform(image, self.size).scale) for filter in filters)
            if opened.mode in ("1", "P"):
                opened = opened.convert("RGBA" if opened.has_transparency_data else "RGB")  # else not smoothed
            if scale < 1:
                # A JPEG is decoded at a fraction of its size.
                reduced = (math.ceil(width * scale), math.ceil(height * scale))
                opened.thumbnail(reduced, PillowImage.Resampling.LANCZOS, reducing_gap=2.0)
            ImageOps.exif_transpose(opened, in_place=True)
            opened.load()
        pixels = opened
        mode = "RGBA" if pixels.has_transparency_data else "RGB"
        self.pixels = pixels if pixels.mode == mode else pixels.convert(mode)

    def cut(self, image: AbstractImage, filter: Filter) -> PillowImage.Image:
        """Return the pixels of the rendition of ``filter``."""
        transform = filter.get_transform(image, self.size)
        rect = transform.get_rect()
        across, down = self.pixels.width / self.size[0], self.pixels.height / self.size[1]
        box = (
            max(0, rect.left * across),
            max(0, rect.top * down),
            min(self.pixels.width, rect.right * across),
            min(self.pixels.height, rect.bottom * down),
        )
        size = (max(1, round(transform.size[0])), max(1, round(transform.size[1])))
        return self.pixels.resize(size, PillowImage.Resampling.LANCZOS, box=box)


def decode_once(image: AbstractImage, filters: Iterable[Filter]) -> list[Filter]:
    """Return ``filters``; those that write WebP or JPEG, and thumbnails, share the decoded pixels.

    Raises what decoders raise.
    """
    filters = list(filters)
    ours = [filter for filter in filters if _takes_decoded_pixels(image, filter)]
    if not ours or image.is_svg():
        return filters
    with image.open_file() as file:
        decoded = DecodedImage(image, file.read(), ours)
    return [DecodedFilter(filter.spec, decoded) if filter in ours else filter for filter in filters]


def _takes_decoded_pixels(image: AbstractImage, filter: Filter) -> bool:
    """Return whether ``DecodedFilter`` can replace the filter. Willow copies an image twice before it reduces it."""
    if isinstance(filter, DecodedFilter):
        return False
    is_thumbnail = not filter.filter_operations and image.file.name.endswith(_THUMBNAIL_EXTENSIONS)
    return is_thumbnail or filter.spec.startswith(("format-webp|", "format-jpeg|"))
