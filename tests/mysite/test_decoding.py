"""Renditions cut from pixels that were decoded once are those that Wagtail would make."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from mysite.images import decoding
from mysite.images.filters import CARD, SHARE, WIDE
from mysite.models import PortalImage
from tests.support import factories

pytestmark = pytest.mark.django_db


def store(pixels: Image.Image, image_format: str, **fields: object) -> PortalImage:
    content = io.BytesIO()
    pixels.save(content, image_format)
    name = f"anh.{image_format.lower()}"
    return factories.ImageFactory(file=ImageFile(io.BytesIO(content.getvalue()), name), **fields)


def open_rendition(image: PortalImage, spec: str) -> Image.Image:
    with image.get_renditions(*WIDE, *CARD, *SHARE)[spec].file.open() as file:
        opened = Image.open(io.BytesIO(file.read()))
    opened.load()
    return opened


def halves(size: tuple[int, int]) -> Image.Image:
    """Return an image whose left half is red and whose right half is blue."""
    pixels = Image.new("RGB", size, "red")
    pixels.paste(Image.new("RGB", (size[0] // 2, size[1]), "blue"), (size[0] // 2, 0))
    return pixels


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (700, 500), (90, 60)])
def test_sizes_are_those_of_wagtail(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    image = store(halves(size), "JPEG")
    specs = (*WIDE, *CARD, *SHARE)
    ours = {spec: (made.width, made.height) for spec, made in image.get_renditions(*specs).items()}
    image.renditions.all().delete()
    monkeypatch.setattr("mysite.models.images.decode_once", lambda _image, filters: filters)
    theirs = {spec: (made.width, made.height) for spec, made in image.get_renditions(*specs).items()}
    assert ours == theirs


def test_image_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    image = store(halves((1600, 1000)), "JPEG")
    opened = []
    original = Image.open
    monkeypatch.setattr(decoding.PillowImage, "open", lambda file: opened.append(file) or original(file))
    image.get_renditions(*WIDE, *CARD)
    assert sum(isinstance(file, io.BytesIO) for file in opened) == 1  # the others are renditions, for their sizes


def test_focal_point_is_in_the_crop() -> None:
    point = {"focal_point_x": 2900, "focal_point_y": 400, "focal_point_width": 50, "focal_point_height": 50}
    crop = open_rendition(store(halves((3000, 800)), "JPEG", **point), CARD[0])
    assert crop.convert("RGB").getpixel((crop.width // 2, crop.height // 2))[2] > 200


def test_transparency_stays_in_webp_and_is_white_in_jpeg() -> None:
    image = store(Image.new("RGBA", (1700, 1000), (255, 0, 0, 0)), "PNG")
    assert open_rendition(image, WIDE[0]).convert("RGBA").getpixel((10, 10))[3] == 0
    assert open_rendition(image, SHARE[0]).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK"])
def test_other_colour_modes(mode: str) -> None:
    image = store(halves((1700, 1000)).convert(mode), "JPEG" if mode in ("L", "CMYK") else "PNG")
    assert open_rendition(image, WIDE[0]).size == (480, 282)
