"""Re-encoding of uploaded images, which keeps only their pixels, in sRGB.

Metadata (EXIF with GPS position and thumbnail, XMP, IPTC, comments, appended files) can be anywhere in a file, even
outside segments and chunks. A file that an encoder has written from pixels alone cannot contain any.
"""

import logging
from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import Any

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL import ImageOps, ImageSequence, JpegImagePlugin

from .srgb import to_srgb
from .strips import Change, HeifStrips, Transpose, encode_strips

logger = logging.getLogger(__name__)
pillow_heif.register_heif_opener()

#: The extension under which each format is stored. Browsers do not show HEIC, and AVIF is slow to decode.
EXTENSION_BY_FORMAT = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "GIF": "gif",
    "WEBP": "webp",
    "HEIF": "jpg",
    "AVIF": "jpg",
}
#: Extensions of uploads that need not be replaced, with the format's usual one.
_KEPT_EXTENSIONS = {".jpg": "jpg", ".jpeg": "jpg", ".png": "png", ".gif": "gif", ".webp": "webp"}
_ENCODERS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
#: How many times the memory of others single images need, none of which a camera writes in this size: by format or
#: colour mode, with all coefficients in memory, with transparency in the place of JPEG, changed as a whole.
_COSTS = {"WEBP": 4, "AVIF": 2, "CMYK": 2}
_COEFFICIENTS_COST, _TRANSPARENCY_COST, _CHANGE_COST = 2, 4, 2
_ANIMATED = {"GIF", "PNG", "WEBP"}
_ORIENTATION = 0x0112
_TRANSPOSE_BY_ORIENTATION = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
UNSUPPORTED_MESSAGE = _("Images in %(format)s format are not supported. Save the image as JPEG or PNG and upload that.")


class ReencodedImageFile(ContentFile):
    """The content of an image file written by ``reencode_image``."""


def reencode_file(file: File) -> ReencodedImageFile:
    """Return ``file`` re-encoded, named after its new format. Raises ``ValidationError``."""
    if isinstance(file, ReencodedImageFile):
        return file
    file.seek(0)
    content, extension = reencode_image(file.read())
    path = PurePath(file.name or "image")
    name = path.name if _KEPT_EXTENSIONS.get(path.suffix.lower()) == extension else f"{path.stem}.{extension}"
    return ReencodedImageFile(content, name=name)


def reencode_image(content: bytes, change: Change | None = None) -> tuple[bytes, str]:
    """Return the re-encoded image and its file name extension. Raises ``ValidationError``.

    ``change`` is applied to the pixels of each frame.
    """
    try:
        with PillowImage.open(BytesIO(content)) as image:
            return _reencode(image, content, change or Change())
    except ValidationError:
        raise
    except Exception as error:  # decoders raise all kinds of exceptions
        logger.info("An image cannot be decoded", exc_info=True)
        message = _("The image is damaged and cannot be read completely.")
        raise ValidationError(message, code="invalid_image") from error


def _reencode(image: PillowImage.Image, content: bytes, change: Change) -> tuple[bytes, str]:
    source_format = image.format or ""
    extension = EXTENSION_BY_FORMAT.get(source_format)
    if extension is None:
        raise ValidationError(UNSUPPORTED_MESSAGE, code="invalid_image", params={"format": source_format})
    frame_count = getattr(image, "n_frames", 1) if source_format in _ANIMATED else 1
    # An image of an old version may be turned by its orientation and then changed.
    upright = _find_upright(image)
    in_strips = extension == "jpg" and image.mode in ("L", "RGB") and not (upright and change)
    _check_pixels(image, content, frame_count, 1 if in_strips else _CHANGE_COST if upright or change else 1)
    options = _encoder_options(image, content)
    if in_strips:
        return _encode_strips(image, content, upright or change, options), extension
    if frame_count > 1:
        frames, timing = _extract_frames(image, change)
    else:
        frames, timing = [change.apply(_extract_pixels(image))], {}
    first = frames[0]
    if extension == "jpg" and first.mode not in ("L", "RGB"):
        if first.has_transparency_data:
            extension, options = "webp", {"quality": 90}  # a HEIC or AVIF with an alpha channel
        else:
            frames = [first.convert("RGB")]
    if first.mode != image.mode:
        options.pop("qtables", None)
        options.pop("subsampling", None)
    output = BytesIO()
    frames[0].save(output, _ENCODERS[extension], **options, **timing)
    return output.getvalue(), extension


def _find_upright(image: PillowImage.Image) -> Change:
    """Return what makes the image upright according to its EXIF metadata."""
    with suppress(Exception):  # damaged EXIF metadata does not mean damaged pixels
        return Change(_TRANSPOSE_BY_ORIENTATION.get(image.getexif().get(_ORIENTATION, 1)))
    return Change()


def _encode_strips(image: PillowImage.Image, content: bytes, change: Change, options: dict[str, Any]) -> bytes:
    """Return a JPEG file of the changed pixels in sRGB. Raises what a decoder raises."""
    if image.format == "HEIF":
        heif = HeifStrips(content)
        return encode_strips(heif.size, lambda top, bottom: _clean(heif.cut(top, bottom)), options)
    image.load()
    size = change.get_size(*image.size)
    return encode_strips(size, lambda top, bottom: _clean(change.cut(image, top, bottom)), options)


def _check_pixels(image: PillowImage.Image, content: bytes, frames: int, cost: int) -> None:
    pixels, limit = image.width * image.height * frames, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if frames == 1:
        cost = max(cost, _COSTS.get(image.format or "", 1) * _COSTS.get(image.mode, 1))
        if isinstance(image, JpegImagePlugin.JpegImageFile) and _has_several_scans(content):
            cost = max(cost, _COEFFICIENTS_COST)
        if image.format in ("HEIF", "AVIF") and image.has_transparency_data:
            cost = _TRANSPARENCY_COST
        limit //= cost
    if pixels > limit:
        message = _("This file has too many pixels (%(pixels)s). Maximum pixels %(limit)s.")
        raise ValidationError(message, code="file_too_many_pixels", params={"pixels": pixels, "limit": limit})


def _has_several_scans(content: bytes) -> bool:
    """Return whether the JPEG file is progressive or has its components in separate scans."""
    file = BytesIO(content)
    with JpegImagePlugin.JpegImageFile(file) as image:
        header = file.tell() - 8 - 2 * image.layers  # where that of the first scan starts if it has all components
        return "progressive" in image.info or content[header : header + 2] != b"\xff\xda"


def _encoder_options(image: PillowImage.Image, content: bytes) -> dict[str, Any]:
    """Return the options that lose least: a JPEG keeps its quantization tables, and so nearly every pixel's value."""
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(image)
        options: dict[str, Any] = {"qtables": dict(image.quantization)} if image.mode in ("L", "RGB") else {}
        if image.mode == "RGB" and sampling >= 0:
            options["subsampling"] = sampling
        return options or {"quality": 95}
    if image.format == "WEBP":
        return {"lossless": True} if b"VP8L" in content[:256] else {"quality": 90}
    return {"quality": 92} if image.format in ("HEIF", "AVIF") else {}


def _extract_frames(image: PillowImage.Image, change: Change) -> tuple[list[PillowImage.Image], dict[str, Any]]:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        # A copy, because decoders draw the next frame on this one.
        frames.append(change.apply(_extract_pixels(frame.copy())))
        durations.append(int(frame.info.get("duration", 100)))
    timing = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": image.info.get("loop", 0)}
    if image.format == "GIF":
        timing["disposal"] = 2  # each frame is decoded completely, so that none depends on the one before
    return frames, timing


def _extract_pixels(image: PillowImage.Image) -> PillowImage.Image:
    """Return the pixels of ``image``, upright and in sRGB. Raises what a decoder raises.

    ``image`` itself is changed, because a copy of 50 million pixels would take 200 MB.
    """
    image.load()
    with suppress(Exception):  # damaged EXIF metadata does not mean damaged pixels
        ImageOps.exif_transpose(image, in_place=True)
    return _clean(image)


def _clean(image: PillowImage.Image) -> PillowImage.Image:
    """Return the pixels of ``image`` in sRGB, without metadata."""
    pixels = to_srgb(image)
    pixels.info = {key: value for key, value in pixels.info.items() if key == "transparency"}
    return pixels
