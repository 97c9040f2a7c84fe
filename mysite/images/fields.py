"""Form field for image uploads."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from .cleaning import UNSUPPORTED_MESSAGE, reencode_file

#: Extensions of images that Wagtail does not accept as such, and none at all.
_OTHER_IMAGE_EXTENSIONS = {"", "apng", "bmp", "heif", "hif", "jpe", "tif", "tiff"}


class ReencodedImageField(WagtailImageField):
    """``WagtailImageField`` that re-encodes the image and rejects one that cannot be decoded completely."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # decoders raise all kinds of exceptions
            raise ValidationError(_("The image is damaged and cannot be read completely.")) from error
        return file and reencode_file(file)

    def check_image_file_format(self, f: Any) -> None:
        """Accept a supported image under the extension of another format, or without one, and name it after its own.

        Phones and messengers save WebP and HEIC as ``.jpg``. Files with extensions of other kinds are refused.
        """
        path, format_name = PurePath(f.name), f.image.format_name
        extension = path.suffix.lower().removeprefix(".")
        if extension in {*self.allowed_image_extensions, *_OTHER_IMAGE_EXTENSIONS}:
            if format_name not in self.allowed_image_extensions:
                raise ValidationError(UNSUPPORTED_MESSAGE, "invalid_image", {"format": format_name.upper()})
            usual = "jpg" if format_name == "jpeg" else format_name
            if extension not in (usual, format_name):
                f.name = f"{path.stem or 'image'}.{usual}"
        super().check_image_file_format(f)

    def check_image_pixel_size(self, f: File) -> None:
        """Do nothing: ``reencode_file`` checks the size from the header, Wagtail would decode the image first."""
