"""Store the images of an article in the image library: checked, named after their caption, without duplicates."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from wagtail.utils.file import hash_filelike

from mysite.images.cleaning import ReencodedImageFile, reencode_image
from mysite.models import PortalImage
from mysite.text.vietnamese import slugify
from newsroom.importing.records import EmbeddedImage, Photo


class ImageImporter:
    """Stores the images of one article. ``failures`` are those that could not be used, with the reason.

    ``fields`` are values of new images, such as their collection; ``library`` are the images that may be used again.
    """

    def __init__(self, article_title: str, library: QuerySet[PortalImage] | None = None, **fields: Any) -> None:
        self.article_title = article_title
        self.library = PortalImage.objects.all() if library is None else library
        self.fields = fields
        self.failures: list[tuple[str, str]] = []
        self._stored: list[PortalImage] = []

    @property
    def notes(self) -> list[str]:
        return [f"the image {name} was left out: {reason}" for name, reason in self.failures]

    def get_or_create(self, photo: Photo) -> PortalImage | None:
        """Return the library's image for ``photo``, created if its file is new; None if it is missing or invalid."""
        if photo.image is None:
            return None
        try:
            file = _read_checked_file(photo.image, slugify(photo.caption or self.article_title, 60) or "anh")
        except ValidationError as error:
            self.failures.append((photo.image.name, " ".join(error.messages)))
            return None
        digest = hash_filelike(file)
        known = self.library.filter(file_hash=digest).order_by("pk").first()
        return known or self._store(file, digest, photo)

    def delete_stored_files(self) -> None:
        """Delete the files stored so far; called when the transaction with their database rows is rolled back."""
        for image in self._stored:
            if image.file._committed:
                image.file.storage.delete(image.file.name)

    def _store(self, file: ReencodedImageFile, digest: str, photo: Photo) -> PortalImage:
        image = PortalImage(
            title=(photo.caption or self.article_title)[:255],
            file=file,
            description=photo.alt_text,
            caption=photo.caption,
            credit=photo.credit,
            **self.fields,
        )
        image.file_size, image.file_hash = file.size, digest
        image.full_clean()
        self._stored.append(image)
        image.save()
        return image


def _read_checked_file(source: Path | EmbeddedImage, stem: str) -> ReencodedImageFile:
    """Read and re-encode an image within the limits of an upload in the admin. Raises ``ValidationError``."""
    try:
        limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
        if (source.stat().st_size if isinstance(source, Path) else len(source.content)) > limit:
            raise ValidationError(f"larger than {filesizeformat(limit)}")
        # The extension follows the actual format, not the name on the page.
        content, extension = reencode_image(source.read_bytes())
    except OSError as error:
        raise ValidationError(f"it cannot be opened ({error})") from error
    return ReencodedImageFile(content, name=f"{stem}.{extension}")
