"""``manage.py clean_images``: re-encodes images stored by earlier versions, which kept their metadata."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from mysite.images.stored_files import reencode_stored_image
from mysite.media.storage import MediaWriteError
from mysite.models import PortalImage


class Command(BaseCommand):
    help = (
        "Re-encode images stored by earlier versions, without metadata and in sRGB, and remake their renditions."
        " Can be interrupted and run again: images that are done are left alone."
    )

    def handle(self, **options: Any) -> None:
        uncleaned = PortalImage.objects.filter(is_cleaned=False).order_by("pk")
        cleaned = failed = 0
        for pk in list(uncleaned.values_list("pk", flat=True)):
            image = uncleaned.filter(pk=pk).first()  # loaded again, because this command can take hours
            if image is None:
                continue
            try:
                reencode_stored_image(image)
            except MediaWriteError as error:
                message = (
                    f"image {pk}: {error}. {cleaned:,} images were cleaned;"
                    " free disk space, then run the command again to continue"
                )
                raise CommandError(message) from error
            except (OSError, ValidationError) as error:
                failed += 1
                reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                self.stderr.write(f"image {pk} “{image.title}” ({image.file.name}): {reason}")
            else:
                cleaned += 1
        self.stdout.write(f"{cleaned:,} images cleaned")
        if failed:
            raise CommandError(
                f"{failed:,} could not be cleaned, see above: replace their files in the admin, or delete them",
                returncode=1,
            )
