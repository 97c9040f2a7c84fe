"""JPEG files encoded strip by strip have the same pixels as files encoded in one piece."""

import random
from io import BytesIO

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from PIL import ImageCms, ImageOps

from mysite.images import strips
from mysite.images.cleaning import reencode_image
from mysite.images.strips import Change, Transpose, encode_strips
from mysite.models import PortalImage
from tests.support.odd_images import build_exif, save_image

#: Neither side is a multiple of a strip or a block.
SIZE = (301, 405)


@pytest.fixture(autouse=True)
def _small_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut these images into four strips, and not only those of several megapixels."""
    monkeypatch.setattr(strips, "_MAX_PIXELS", 0)


def draw(mode: str = "RGB") -> PillowImage.Image:
    size = (SIZE[0] // 20, SIZE[1] // 20)
    bands = len(PillowImage.new(mode, (1, 1)).getbands())
    noise = PillowImage.frombytes(mode, size, random.Random(7).randbytes(size[0] * size[1] * bands))
    return noise.resize(SIZE, PillowImage.Resampling.BICUBIC)


def decode(content: bytes) -> PillowImage.Image:
    image = PillowImage.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    "options", [{}, {"subsampling": 0}, {"subsampling": 1}, {"quality": 20}, {"quality": 100}], ids=str
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_strips_have_the_pixels_of_the_whole(mode: str, options: dict[str, int]) -> None:
    image = draw(mode)
    content = encode_strips(SIZE, lambda top, bottom: image.crop((0, top, SIZE[0], bottom)), options)
    whole = decode(save_image("JPEG", image, **options))
    assert decode(content).size == SIZE
    assert decode(content).tobytes() == whole.tobytes()


@pytest.mark.parametrize("change", [*map(Change, [None, *Transpose]), Change(box=(7, 20, 290, 390))], ids=str)
def test_cut_rows_are_those_of_the_changed_image(change: Change) -> None:
    image = draw()
    changed = change.apply(image)
    assert change.get_size(*image.size) == changed.size
    for top, bottom in ((0, 128), (128, 256), (256, changed.height)):
        assert change.cut(image, top, bottom).tobytes() == changed.crop((0, top, changed.width, bottom)).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_stored_upright(orientation: int) -> None:
    photo = save_image("JPEG", draw(), exif=build_exif(orientation), quality=90)
    content, extension = reencode_image(photo)
    expected = ImageOps.exif_transpose(decode(photo))
    assert (extension, decode(content).size) == ("jpg", expected.size)
    assert compare(decode(content), expected) < 2
    assert b"Exif" not in content


def test_heic_photo_keeps_its_pixels() -> None:
    out = BytesIO()
    pillow_heif.from_pillow(draw()).save(out, quality=95)
    content, extension = reencode_image(out.getvalue())
    assert (extension, decode(content).size) == ("jpg", SIZE)
    assert compare(decode(content), decode(out.getvalue())) < 4


def test_colour_profile_is_applied_to_all_strips() -> None:
    image = draw()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    content, _extension = reencode_image(save_image("JPEG", image, icc_profile=lab.tobytes()))
    assert b"ICC_PROFILE" not in content
    assert compare(decode(content), image) < 20


def compare(first: PillowImage.Image, second: PillowImage.Image) -> float:
    """Return the mean difference of the pixels."""
    one, other = first.convert("RGB").tobytes(), second.convert("RGB").tobytes()
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@pytest.mark.parametrize(("name", "mode"), [("a.png", "P"), ("a.png", "RGBA"), ("a.jpg", "RGB"), ("a.jpg", "L")])
@pytest.mark.django_db
def test_thumbnail_has_the_format_and_colours_of_the_image(name: str, mode: str) -> None:
    """Thumbnails are made of the reduced image, not by Willow."""
    image = draw().convert(mode)
    kind = "PNG" if name.endswith("png") else "JPEG"
    stored = PortalImage.objects.create(title="A", file=ContentFile(save_image(kind, image), name))
    thumbnail = stored.get_rendition("max-165x165")
    shown = decode(thumbnail.file.read())
    assert (shown.format, shown.size) == (kind, (thumbnail.width, thumbnail.height))
    assert shown.height == 165
    reduced = image.convert("RGB").resize(shown.size, PillowImage.Resampling.LANCZOS)
    assert compare(shown, reduced) < 6
