"""Conversion of images to 8-bit sRGB, the colour space that browsers assume."""

import logging
from io import BytesIO
from itertools import product

from PIL import Image as PillowImage
from PIL import ImageChops, ImageCms

logger = logging.getLogger(__name__)

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_KEPT_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
_SWATCHES = PillowImage.frombytes(
    "RGB", (6**3, 1), bytes(v for rgb in product(range(0, 256, 51), repeat=3) for v in rgb)
)
#: If a profile changes no colour swatch by more than this, pixels are not converted.
_TOLERANCE = 2


def to_srgb(image: PillowImage.Image) -> PillowImage.Image:
    """Return ``image`` as 8-bit sRGB, perhaps itself, changed in place; palette and greyscale modes are kept."""
    if image.mode.startswith(("I", "F")):
        return _to_eight_bits(image)
    converted = _convert_from_profile(image)
    if converted is not None:
        return converted
    if image.mode in _KEPT_MODES:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _to_eight_bits(image: PillowImage.Image) -> PillowImage.Image:
    """Keep the upper byte of each 16-bit value; Pillow's own conversion clips values above 255 to white."""
    if image.mode == "F":
        return image.convert("L")
    if image.mode == "I":
        image = image.convert("I;16")
    high_byte = 0 if image.mode.endswith("B") else 1
    return PillowImage.frombytes("L", image.size, image.tobytes()[high_byte::2])


def _convert_from_profile(image: PillowImage.Image) -> PillowImage.Image | None:
    """Return ``image`` converted from its ICC profile; None if that is missing, damaged or sRGB itself."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    if image.mode in ("1", "LA"):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        mode = "RGBA" if image.has_transparency_data else "RGB"
        if image.mode not in ("L", "CMYK", mode):
            image = image.convert(mode)
        transform = ImageCms.buildTransform(profile, _SRGB, image.mode, "RGBA" if image.mode == "RGBA" else "RGB")
        if image.mode in ("RGB", "RGBA") and _is_identity(profile):
            return None
        # A copy would take as much memory again.
        converted = (transform.apply_in_place if image.mode in ("RGB", "RGBA") else transform.apply)(image)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        logger.info("An ICC profile cannot be used", exc_info=True)
        return None
    return converted.convert("L") if image.mode == "L" else converted


def _is_identity(profile: ImageCms.ImageCmsProfile) -> bool:
    converted = ImageCms.buildTransform(profile, _SRGB, "RGB", "RGB").apply(_SWATCHES)
    return max(ImageChops.difference(converted, _SWATCHES).tobytes()) <= _TOLERANCE
