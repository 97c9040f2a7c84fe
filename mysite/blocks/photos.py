"""A photo with its words, and the list of photos in a gallery: many are uploaded or chosen at once."""

from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter, StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.utils import get_accept_attributes

from mysite.borrowed_texts import BorrowingBlock
from mysite.library_words import LibraryWords


class PhotoValue(blocks.StructValue):
    """A picture with its words; what the block leaves empty comes from the image itself."""

    def _own_or_image(self, name: str, image_field: str) -> str:
        image = self.get("image")
        return self.get(name) or LibraryWords(getattr(image, image_field) if image else "")

    @property
    def caption_text(self) -> str:
        return self._own_or_image("caption", "caption")

    @property
    def credit_text(self) -> str:
        return self._own_or_image("credit", "credit")

    @property
    def alternative(self) -> str:
        """The alternative text, written for this place or for the image: never its title or file name."""
        return self._own_or_image("alt_text", "description")


class PhotoBlock(BorrowingBlock):
    """One photo. Its image may be missing (imported captions), its alternative text may not once it is published."""

    borrowed = {"caption": ("image", "caption"), "alt_text": ("image", "description"), "credit": ("image", "credit")}

    image = ImageChooserBlock(label=_("Image"), required=False)
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=500, help_text=_("Left empty: the image's own caption.")
    )
    alt_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_("What the picture shows, for those who cannot see it. Needed to publish."),
    )
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=255, help_text=_("Left empty: the image's own credit.")
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
            errors["image"] = ValidationError(_("Choose an image, or give the caption of a photo that is missing."))
        if not self.is_deferred_validation and cleaned["image"] and not cleaned.alternative.strip():
            errors["alt_text"] = ValidationError(_("Say what the picture shows, for those who cannot see it."))
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned


class PhotoListBlock(blocks.ListBlock):
    """A list of photos that starts empty; above it the editor uploads many files, or chooses many images, at once.

    Migrations see a plain ``ListBlock``: what is stored is the same.
    """

    class Meta:
        default: list[Any] = []
        collapsed = True
        form_classname = "photo-list"
        help_text = _(
            "Captions and credits left empty come from the images themselves. Alternative text says what a picture "
            "shows, for those who cannot see it; publishing needs it. The Enter key leads to the next photo’s."
        )

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return "wagtail.blocks.ListBlock", args, kwargs


def _strings(max_num: int) -> dict[str, str]:
    """What the script says to the editor, in the editor's language."""
    return {
        "upload": gettext("Upload many photos"),
        "choose": gettext("Choose many from the library"),
        "drop": gettext("or drop files here"),
        "collection": gettext("Collection"),
        # Translators: {done} and {total} are numbers, as in 7/20.
        "progress": gettext("Uploading photos: {done}/{total}"),
        "finished": gettext("{count} photos were added."),
        "failed": gettext("{count} files were not uploaded:"),
        "tooLarge": gettext("The file is larger than %(limit)s.")
        % {"limit": filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)},
        "noRoom": gettext("The gallery is full ({max} photos).").format(max=max_num),
        "serverError": gettext("The server did not accept it. Check the connection and try again."),
        "needsAlternative": gettext("No alternative text yet"),
    }


class _PhotoMedia:
    @cached_property
    def media(self) -> forms.Media:
        own = forms.Media(js=["mysite/js/photo-list.js"], css={"all": ["mysite/css/photo-list.css"]})
        return super().media + own  # type: ignore[misc]


class PhotoBlockAdapter(_PhotoMedia, StructBlockAdapter):
    js_constructor = "mysite.blocks.PhotoBlock"


class PhotoListAdapter(_PhotoMedia, ListBlockAdapter):
    js_constructor = "mysite.blocks.PhotoListBlock"

    def js_args(self, block: PhotoListBlock) -> list[Any]:
        *args, meta = super().js_args(block)
        # A gallery just added is not wrong, only empty; the server asks for a photo when it is to be published.
        meta.pop("minNum", None)
        meta["photoList"] = {
            "url": reverse("upload_photo"),
            "accept": get_accept_attributes(),
            "maxSize": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
            "strings": _strings(block.meta.max_num),
        }
        return [*args, meta]


register(PhotoBlockAdapter(), PhotoBlock)
register(PhotoListAdapter(), PhotoListBlock)
