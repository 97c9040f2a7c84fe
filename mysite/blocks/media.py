"""Blocks of pictures and films."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from mysite.videos import player_address

from .photos import PhotoBlock, PhotoListBlock, PhotoValue

MEDIA_GROUP = _("Pictures and video")


class PictureBlock(PhotoBlock):
    """A single picture across the text."""

    class Meta:
        icon = "image"
        group = MEDIA_GROUP
        label = _("Picture")
        description = _("One picture with its caption.")
        template = "blocks/picture.html"
        label_format = "{caption}"

    def get_preview_value(self) -> PhotoValue:
        return self.normalize({**_preview_photos(1)[0]})


class GalleryValue(blocks.StructValue):
    @property
    def shown(self) -> list[PhotoValue]:
        """The photos that exist."""
        return [photo for photo in self["photos"] if photo["image"]]

    @property
    def missing(self) -> list[PhotoValue]:
        """The photos of which only the caption is left."""
        return [photo for photo in self["photos"] if not photo["image"]]


class GalleryBlock(blocks.StructBlock):
    """Photos of an event; many can be chosen or uploaded at once."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    photos = PhotoListBlock(PhotoBlock(), label=_("Photos"), min_num=1, max_num=200, collapsed=True)

    class Meta:
        icon = "grip"
        group = MEDIA_GROUP
        label = _("Photo gallery")
        description = _("Many photos with captions, chosen or uploaded all at once.")
        template = "blocks/gallery.html"
        value_class = GalleryValue

    def get_preview_value(self) -> GalleryValue:
        return self.normalize({"title": "Hình ảnh buổi tổng kết", "photos": _preview_photos(4)})


class VideoValue(blocks.StructValue):
    @property
    def player(self) -> str:
        """The address of the player that a click loads, or an empty string."""
        return player_address(self.get("url") or "")


class VideoBlock(blocks.StructBlock):
    """A film elsewhere. Nothing of it is loaded before the visitor asks for it."""

    url = blocks.URLBlock(label=_("Address"), help_text=_("The address of the film on YouTube or Vimeo."))
    title = blocks.CharBlock(label=_("Title"), max_length=255)
    picture = ImageChooserBlock(label=_("Picture"), required=False, help_text=_("Shown until the film is started."))
    alt_text = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=255)

    class Meta:
        icon = "media"
        group = MEDIA_GROUP
        label = _("Video")
        description = _("A film on YouTube or Vimeo, loaded only when the visitor starts it.")
        template = "blocks/video.html"
        value_class = VideoValue
        label_format = "{title}"
        preview_value = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Phóng sự: Ngày khai giảng"}

    def clean(self, value: VideoValue) -> VideoValue:
        cleaned = super().clean(value)
        if cleaned["url"] and not cleaned.player:
            message = _("This is not the address of a film on YouTube or Vimeo.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


def _preview_photos(count: int) -> list[dict[str, Any]]:
    """The newest pictures of the library with a caption, for the block picker's preview."""
    images = list(get_image_model().objects.order_by("-pk")[:count])
    captions = ["Quang cảnh hội nghị", "Đại biểu thảo luận", "Giao lưu văn nghệ", "Chụp ảnh lưu niệm"]
    return [
        {"image": images[n] if n < len(images) else None, "caption": captions[n], "alt_text": captions[n], "credit": ""}
        for n in range(count)
    ]
