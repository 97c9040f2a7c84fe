"""Brings the pictures of an article into the image library: checked, named after their caption, each file once."""

import warnings
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from PIL import Image as PillowImage
from wagtail.images.fields import WagtailImageField
from wagtail.utils.file import hash_filelike

from mysite.models import PortalImage
from mysite.picture_privacy import without_private_data
from mysite.vietnamese import slugify

from .records import Photo

_SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "HEIF": "heic"}


class ImageShelf:
    """The pictures of one article. ``notes`` says which could not be used and why; ``discard`` undoes the files."""

    def __init__(self, article_title: str) -> None:
        self.article_title = article_title
        self.notes: list[str] = []
        self._stored: list[PortalImage] = []

    def image_of(self, photo: Photo) -> PortalImage | None:
        """The library's image of ``photo``, stored unless the same file is there; None if it is missing or unusable."""
        if photo.image is None:
            return None
        try:
            file = _checked_file(photo.image, slugify(photo.caption or self.article_title, 60) or "anh")
        except ValidationError as error:
            self.notes.append(f"the picture {photo.image.name} was left out: {' '.join(error.messages)}")
            return None
        digest = hash_filelike(file)
        known = PortalImage.objects.filter(file_hash=digest).order_by("pk").first()
        return known or self._store(file, digest, photo)

    def discard(self) -> None:
        """Delete the files stored so far: the transaction that would have named them was rolled back."""
        for image in self._stored:
            image.file.storage.delete(image.file.name)

    def _store(self, file: SimpleUploadedFile, digest: str, photo: Photo) -> PortalImage:
        image = PortalImage(
            title=(photo.caption or self.article_title)[:255],
            file=file,
            description=photo.alt_text,
            caption=photo.caption,
            credit=photo.credit,
        )
        image.file_size, image.file_hash = file.size, digest
        image.full_clean()
        self._stored.append(image)
        image.save()
        return image


def _checked_file(path: Path, stem: str) -> SimpleUploadedFile:
    """The picture as an upload that passed what an editor's upload must pass. Raises ``ValidationError``."""
    try:
        limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
        if path.stat().st_size > limit:
            raise ValidationError(f"larger than {filesizeformat(limit)}")
        content = without_private_data(path.read_bytes())  # now, so that the same file is known again
        with warnings.catch_warnings(), PillowImage.open(path) as picture:
            warnings.simplefilter("ignore")
            # The name says what the file is, whatever the page called it.
            suffix = _SUFFIXES.get(picture.format or "")
            if suffix is None:
                raise ValidationError(f"pictures of the kind {picture.format} are not taken")
            file = SimpleUploadedFile(f"{stem}.{suffix}", content)
            WagtailImageField().clean(file)  # the limits of an upload, size in pixels included
            picture.load()  # a file that was cut off opens, and fails here
    except (OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError) as error:
        raise ValidationError(f"it cannot be opened ({error})") from error
    file.seek(0)
    return file
