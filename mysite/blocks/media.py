"""Blocks for images, galleries and videos."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model

from .choosers import ImageChooserBlock
from .photos import PhotoBlock, PhotoListBlock, PhotoValue
from .videos import get_player_url

MEDIA_GROUP = _("Images and video")


class PictureBlock(PhotoBlock):
    """A single image across the width of the text."""

    class Meta:
        icon = "image"
        group = MEDIA_GROUP
        label = _("Image")
        description = _("One image with its caption.")
        template = "blocks/picture.html"
        label_format = "{caption}"

    def get_preview_value(self) -> PhotoValue:
        return self.normalize({**_preview_photos(1)[0]})


class GalleryValue(blocks.StructValue):
    """The value of a gallery."""

    @property
    def available_photos(self) -> list[PhotoValue]:
        """The photos that have an image."""
        return [photo for photo in self["photos"] if photo["image"]]

    @property
    def missing_photos(self) -> list[PhotoValue]:
        """The photos without an image, of which an import has only the caption."""
        return [photo for photo in self["photos"] if not photo["image"]]


class GalleryBlock(blocks.StructBlock):
    """Photos of an event; many can be chosen or uploaded at once."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    photos = PhotoListBlock(PhotoBlock(), label=_("Photos"), min_num=1, max_num=200, collapsed=True)

    class Meta:
        icon = "grip"
        group = MEDIA_GROUP
        label = _("Photo gallery")
        description = _("Many photos with captions, chosen or uploaded at once.")
        template = "blocks/gallery.html"
        value_class = GalleryValue

    def get_preview_value(self) -> GalleryValue:
        return self.normalize({"title": "Hình ảnh buổi tổng kết", "photos": _preview_photos(4)})


class VideoValue(blocks.StructValue):
    """The value of a video block."""

    @property
    def player_url(self) -> str:
        """The URL of the embedded player that a click loads, or an empty string."""
        return get_player_url(self.get("url") or "")


class VideoBlock(blocks.StructBlock):
    """A video on YouTube or Vimeo. Nothing is requested from there until the visitor starts it."""

    url = blocks.URLBlock(label=_("URL"), help_text=_("The URL of the video on YouTube or Vimeo."))
    title = blocks.CharBlock(label=_("Title"), max_length=255)
    picture = ImageChooserBlock(
        label=_("Image"), required=False, help_text=_("Shown until the visitor starts the video.")
    )
    alt_text = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=255)

    class Meta:
        icon = "media"
        group = MEDIA_GROUP
        label = _("Video")
        description = _("A video on YouTube or Vimeo, loaded only when the visitor starts it.")
        template = "blocks/video.html"
        value_class = VideoValue
        label_format = "{title}"
        preview_value = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Phóng sự: Ngày khai giảng"}

    def clean(self, value: VideoValue) -> VideoValue:
        cleaned = super().clean(value)
        if cleaned["url"] and not cleaned.player_url:
            message = _("Enter the URL of a video on YouTube or Vimeo.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


def _preview_photos(count: int) -> list[dict[str, Any]]:
    """Return the newest images of the library with sample captions, for the preview in the block picker."""
    images = list(get_image_model().objects.order_by("-pk")[:count])
    captions = ["Quang cảnh hội nghị", "Đại biểu thảo luận", "Giao lưu văn nghệ", "Chụp ảnh lưu niệm"]
    return [
        {"image": images[n] if n < len(images) else None, "caption": captions[n], "alt_text": captions[n], "credit": ""}
        for n in range(count)
    ]
