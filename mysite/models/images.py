from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet

from mysite.picture_privacy import without_private_data
from mysite.sorting import VietnameseOrder
from mysite.vietnamese import ascii_filename

from .text import NormalizedTextMixin


class PortalImageQuerySet(VietnameseOrder, ImageQuerySet):
    """Images by title in Vietnamese order."""


class PortalImage(NormalizedTextMixin, AbstractImage):
    """A picture with what a newsroom needs to print it: caption and credit beside Wagtail's own fields.

    ``description`` is the alternative text. It is written by a person or empty, never a title or a file name.
    """

    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who took or drew the picture."))

    objects = PortalImageQuerySet.as_manager()
    admin_form_fields = (*Image.admin_form_fields[:3], "caption", "credit", *Image.admin_form_fields[3:])

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        return self.description

    @property
    def search_date(self) -> datetime:
        return self.created_at

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(ascii_filename(filename))

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.file and not self.file._committed:
            self._forget_where_it_was_taken()
        return super().save(*args, **kwargs)

    def _forget_where_it_was_taken(self) -> None:
        """Take private data out of a file that comes in, before it is stored, by whatever way it comes."""
        self.file.seek(0)
        content = self.file.read()
        self.file.seek(0)
        public = without_private_data(content)
        if public != content:
            self.file: Any = ContentFile(public, name=self.file.name)
            self._set_image_file_metadata()


class PortalRendition(AbstractRendition):
    """A picture at one of the sizes and formats that pages show."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
