"""The image and rendition models."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import models
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from PIL.Image import DecompressionBombError
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, ImageQuerySet, SourceImageIOError
from wagtail.utils.file import hash_filelike

from mysite.images.cleaning import ReencodedImageFile, reencode_file
from mysite.images.decoding import decode_once
from mysite.media.storage import MediaWriteError
from mysite.pages.expressions import IsCollectionRestricted
from mysite.text.collation import CollatedQuerySet
from mysite.text.vietnamese import ascii_filename

from .text import NormalizedTextMixin

#: The filter spec of the previews in Wagtail's image chooser.
CHOOSER_THUMBNAIL = "max-165x165"
#: The file name of Wagtail's placeholder for a rendition that cannot be made.
NOT_FOUND = "not-found"


@contextmanager
def _as_source_image_error() -> Iterator[None]:
    """Convert write errors into ``SourceImageIOError``, for which Wagtail's admin shows a placeholder."""
    try:
        yield
    except MediaWriteError as error:
        raise SourceImageIOError(str(error)) from error


class PortalImageQuerySet(CollatedQuerySet, ImageQuerySet):
    """Images by title in Vietnamese order."""


class PortalImage(NormalizedTextMixin, AbstractImage):
    """An image with caption and credit.

    ``description`` is the alternative text: written by an editor or empty, never derived from title or file name.
    """

    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("The photographer or illustrator."))

    #: False for images stored by versions that kept the file's bytes; ``manage.py clean_images`` re-encodes those.
    is_cleaned = models.BooleanField(default=False, editable=False)

    objects = PortalImageQuerySet.as_manager()
    admin_form_fields = (*Image.admin_form_fields[:3], "caption", "credit", *Image.admin_form_fields[3:])

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        # While any collection is restricted, each request for a file looks up its image.
        indexes = [models.Index(fields=["file"], name="portal_image_file")]

    @cached_property
    def is_restricted(self) -> bool:
        """Whether its collection or an ancestor is restricted. Code that loads images in bulk sets it."""
        images = type(self).objects.filter(IsCollectionRestricted("collection__path"), pk=self.pk)
        return images.exists()

    @property
    def default_alt_text(self) -> str:
        return self.description

    @property
    def search_date(self) -> datetime:
        return self.created_at

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(ascii_filename(filename))

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.reencode_new_file()
        return super().save(*args, **kwargs)

    def reencode_new_file(self) -> None:
        """Re-encode a file that is not stored yet, wherever it comes from. Raises ``ValidationError``."""
        if not self.file or self.file._committed:
            return
        if not isinstance(self.file.file, ReencodedImageFile):
            reencoded = reencode_file(self.file)
            self.file: Any = reencoded
            self.file_size, self.file_hash = reencoded.size, hash_filelike(reencoded)
        self.is_cleaned = True

    def get_rendition(self, filter: Filter | str) -> "PortalRendition":
        """Return a placeholder for a thumbnail that cannot be made: the image chooser's views expect no exception."""
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            if filter != CHOOSER_THUMBNAIL:
                raise
        placeholder = PortalRendition(image=self, width=0, height=0)
        placeholder.file.name = NOT_FOUND
        return placeholder

    def create_rendition(self, filter: Filter) -> "PortalRendition":
        with _as_source_image_error():
            return super().create_rendition(filter)

    def create_renditions(self, *filters: Filter) -> "dict[Filter, PortalRendition]":
        with _as_source_image_error():
            with self._as_decoding_error():
                filters = tuple(decode_once(self, filters))
            return super().create_renditions(*filters)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        with self._as_decoding_error():
            [filter] = decode_once(self, [filter])
            return super().generate_rendition_file(filter, source=source)

    @contextmanager
    def _as_decoding_error(self) -> Iterator[None]:
        try:
            yield
        except InvalidFilterSpecError:
            raise
        except (OSError, SyntaxError, ValueError, DecompressionBombError) as error:
            raise SourceImageIOError(f"Image {self.pk} cannot be decoded: {error}") from error


class PortalRendition(AbstractRendition):
    """An image in one size and format."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
        indexes = [models.Index(fields=["file"], name="portal_rendition_file")]

    @property
    def url(self) -> str:
        return static("mysite/image-not-found.svg") if self.file.name == NOT_FOUND else super().url

    @property
    def attrs_dict(self) -> dict[str, Any]:
        attrs = super().attrs_dict
        if self.file.name == NOT_FOUND:
            attrs |= {"width": 165, "height": 124}
        return attrs


class MissingRendition(models.Model):
    """A rendition that a page shows and that does not exist yet: an entry of ``mysite.images.rendition_queue``."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="+")
    filter_spec = models.CharField(max_length=255)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Until when it is reserved by a scheduler process.
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("image", "filter_spec"), name="unique_missing_rendition")]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"
