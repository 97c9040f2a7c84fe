"""Re-encoding of images that are stored already, and of temporary files of Wagtail's multiple uploader."""

from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from wagtail.models import UploadedFile
from wagtail.utils.file import hash_filelike

from mysite.models import PortalImage

from .cleaning import reencode_file


def reencode_stored_image(image: PortalImage) -> None:
    """Re-encode the file of ``image`` and recreate its renditions. Raises ``OSError`` or ``ValidationError``.

    ``is_cleaned`` is set last, so that an interrupted call can be repeated.
    """
    storage, old_name = image.file.storage, image.file.name
    with storage.open(old_name) as original:
        reencoded = reencode_file(File(original, name=old_name))
    filter_specs = set(image.renditions.values_list("filter_spec", flat=True))
    new_name = PurePath(old_name).with_name(str(reencoded.name)).as_posix()
    if new_name == old_name:
        storage.replace(old_name, reencoded)
    else:
        new_name = storage.save(new_name, reencoded)
    image.renditions.all().delete()  # before the file hash changes, which is part of their cache keys
    image.file = new_name
    image.file_size, image.file_hash = reencoded.size, hash_filelike(reencoded)
    image.save(update_fields=["file", "width", "height", "file_size", "file_hash"])
    if new_name != old_name:
        storage.delete(old_name)
    if filter_specs:
        image.get_renditions(*sorted(filter_specs))
    image.is_cleaned = True
    image.save(update_fields=["is_cleaned"])


def reencode_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """Re-encode a file that waits in the multiple uploader for further fields, because it is already public."""
    is_image = instance.for_content_type == ContentType.objects.get_for_model(PortalImage)
    if is_image and not instance.file._committed:
        instance.file = reencode_file(instance.file)
