"""Form field for image uploads."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from .cleaning import reencode_file


class ReencodedImageField(WagtailImageField):
    """``WagtailImageField`` that re-encodes the image and rejects one that cannot be decoded completely."""

    def to_python(self, data: Any) -> Any:
        name = PurePath(getattr(data, "name", None) or "")
        if name.suffix.lower() in (".jfif", ".jpe"):  # JPEG too; Wagtail would report a mismatch
            data.name = f"{name.stem}.jpg"
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # decoders raise all kinds of exceptions
            raise ValidationError(_("The image is damaged and cannot be read completely.")) from error
        return file and reencode_file(file)

    def check_image_pixel_size(self, f: File) -> None:
        """Do nothing: ``reencode_file`` checks the size from the header, Wagtail would decode the image first."""
