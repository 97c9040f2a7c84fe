"""A photo with caption, credit and alternative text, and the list of photos in a gallery with its bulk upload."""

from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter, StructBlockValidationError
from wagtail.images.utils import get_accept_attributes

from mysite.i18n.fallback_fields import FallbackBlock
from mysite.i18n.fallback_text import LocalizedText
from mysite.media.upload_settings import get_upload_settings

from .choosers import ImageChooserBlock


class PhotoValue(blocks.StructValue):
    """An image with its texts; texts that the block leaves empty are taken from the image."""

    def _own_or_image_value(self, name: str, image_field: str) -> str:
        image = self.get("image")
        return self.get(name) or LocalizedText(getattr(image, image_field) if image else "")

    @property
    def caption_text(self) -> str:
        return self._own_or_image_value("caption", "caption")

    @property
    def credit_text(self) -> str:
        return self._own_or_image_value("credit", "credit")

    @property
    def alternative_text(self) -> str:
        """The alternative text of the block or of the image, never a title or file name."""
        return self._own_or_image_value("alt_text", "description")


class PhotoBlock(FallbackBlock):
    """One photo. The image may be missing (imported captions); publishing an image requires alternative text."""

    fallbacks = {"caption": ("image", "caption"), "alt_text": ("image", "description"), "credit": ("image", "credit")}

    image = ImageChooserBlock(label=_("Image"), required=False)
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=500, help_text=_("Leave empty to use the caption of the image.")
    )
    alt_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_("Describes the image for people who cannot see it. Required for publishing."),
    )
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=255, help_text=_("Leave empty to use the credit of the image.")
    )

    class Meta:
        icon = "image"
        label = _("Photo")
        value_class = PhotoValue
        form_classname = "struct-block photo-block"
        label_format = "{caption}"

    def clean(self, value: PhotoValue) -> PhotoValue:
        cleaned = super().clean(value)
        errors = {}
        if not cleaned["image"] and not cleaned["caption"]:
            errors["image"] = ValidationError(_("Choose an image, or enter the caption of a missing photo."))
        if not self.is_deferred_validation and cleaned["image"] and not cleaned.alternative_text.strip():
            errors["alt_text"] = ValidationError(_("Describe the image for people who cannot see it."))
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned


class PhotoListBlock(blocks.ListBlock):
    """A list of photos that starts empty, with buttons to upload many files or choose many images at once.

    It deconstructs as a plain ``ListBlock``, because the stored value is the same.
    """

    class Meta:
        default: list[Any] = []
        collapsed = True
        form_classname = "photo-list"
        help_text = _(
            "Empty captions and credits are taken from the images. Alternative text describes an image for "
            "people who cannot see it, and is required for publishing. Enter moves to the alternative text "
            "of the next photo."
        )

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return "wagtail.blocks.ListBlock", args, kwargs


def _get_script_strings(max_num: int) -> dict[str, str]:
    """Return the texts of ``photo-list.js`` in the language of the editor."""
    return {
        "upload": gettext("Upload many photos"),
        "choose": gettext("Choose many from the library"),
        # Translators: {done} and {total} are numbers, as in 7/20.
        "progress": gettext("Uploading photos: {done}/{total}"),
        "finished": gettext("{count} photos were added."),
        "noRoom": gettext("The gallery is full ({max} photos).").format(max=max_num),
        "needsAlternative": gettext("Alternative text missing"),
        "repeated": gettext("This photo is already in the gallery (no. {number})"),
        "exists": gettext("“{title}” is the same as an image in the library: “{existing}”."),
        "useExisting": gettext("Use the one in the library"),
        "keepNew": gettext("Keep both"),
    }


class _PhotoMedia:
    @cached_property
    def media(self) -> forms.Media:
        scripts = ["mysite/js/uploads.js", "mysite/js/photo-list.js"]
        own = forms.Media(js=scripts, css={"all": ["mysite/css/uploads.css", "mysite/css/photo-list.css"]})
        return super().media + own  # type: ignore[misc]


class PhotoBlockAdapter(_PhotoMedia, StructBlockAdapter):
    js_constructor = "mysite.blocks.PhotoBlock"


class PhotoListAdapter(_PhotoMedia, ListBlockAdapter):
    js_constructor = "mysite.blocks.PhotoListBlock"

    def js_args(self, block: PhotoListBlock) -> list[Any]:
        *args, meta = super().js_args(block)
        # A new gallery is empty, which is no error yet: the server requires a photo when the page is published.
        meta.pop("minNum", None)
        meta["photoList"] = get_upload_settings(
            "upload_photo",
            accept=get_accept_attributes(),
            max_size=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
            strings=_get_script_strings(block.meta.max_num),
        )
        return [*args, meta]


register(PhotoBlockAdapter(), PhotoBlock)
register(PhotoListAdapter(), PhotoListBlock)
