"""Rotating and cropping of stored images."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction
from wagtail.utils.file import hash_filelike

from mysite.models import PortalImage

from .cleaning import ReencodedImageFile, reencode_image
from .strips import Change, Transpose

#: The digest at the end of the names of changed images.
_DIGEST = re.compile(r"-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Area:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.left + self.width, self.top + self.height


@dataclass(frozen=True)
class Transform:
    """A change of the pixels, and of the focal area in an image of the given size; None if that is cut off."""

    change: Change
    move: Callable[[Area, tuple[int, int]], Area | None]


def rotate_left() -> Transform:
    return Transform(
        Change(Transpose.ROTATE_90),
        lambda area, size: Area(area.top, size[0] - area.left - area.width, area.height, area.width),
    )


def rotate_right() -> Transform:
    return Transform(
        Change(Transpose.ROTATE_270),
        lambda area, size: Area(size[1] - area.top - area.height, area.left, area.height, area.width),
    )


def crop(kept: Area) -> Transform:
    def move(area: Area, size: tuple[int, int]) -> Area | None:
        left, top = max(area.left, kept.left), max(area.top, kept.top)
        width = min(area.left + area.width, kept.left + kept.width) - left
        height = min(area.top + area.height, kept.top + kept.height) - top
        return Area(left - kept.left, top - kept.top, width, height) if width > 0 and height > 0 else None

    return Transform(Change(box=kept.box), move)


def replace_pixels(image: PortalImage, transform: Transform) -> None:
    """Store the changed image under a new name, and recreate its renditions. Raises ``OSError``, ``ValidationError``.

    The name has a digest of the content, so that no browser shows a file that it has kept.
    """
    old_name, storage = image.file.name, image.file.storage
    filter_specs = set(image.renditions.values_list("filter_spec", flat=True))
    _set_file(image, transform)
    with transaction.atomic():
        image.save()
        image.renditions.all().delete()
        if image.file.name != old_name:
            transaction.on_commit(lambda: storage.delete(old_name))
    if filter_specs:
        image.get_renditions(*sorted(filter_specs))


def save_copy(image: PortalImage, transform: Transform, user: Any) -> PortalImage:
    """Store the changed image as another one with the same texts. Raises ``OSError`` or ``ValidationError``."""
    names = ["title", "description", "caption", "credit", "collection"]
    copy = PortalImage(uploaded_by_user=user, **{name: getattr(image, name) for name in names})
    copy.file, copy.focal_point_x, copy.focal_point_y = image.file.name, image.focal_point_x, image.focal_point_y
    copy.focal_point_width, copy.focal_point_height = image.focal_point_width, image.focal_point_height
    _set_file(copy, transform)
    copy.save()
    copy.tags.set(image.tags.all())
    return copy


def _set_file(image: PortalImage, transform: Transform) -> None:
    with image.open_file() as stored:
        content, extension = reencode_image(stored.read(), transform.change)
    if image.has_focal_point():
        focal_area, size = image.get_focal_point(), (image.width, image.height)
        area = Area(int(focal_area.left), int(focal_area.top), int(focal_area.width), int(focal_area.height))
        moved = transform.move(area, size)
        image.focal_point_x = moved and moved.left + moved.width // 2
        image.focal_point_y = moved and moved.top + moved.height // 2
        image.focal_point_width, image.focal_point_height = moved and moved.width, moved and moved.height
    stem = _DIGEST.sub("", PurePath(image.file.name).stem)
    digest = hashlib.sha256(content).hexdigest()[:8]
    file = ReencodedImageFile(content, name=f"{stem[:60]}-{digest}.{extension}")
    image.file = file
    image.file_size, image.file_hash = file.size, hash_filelike(file)
