"""No picture of the portal says where it was taken; each looks as it did."""

import io
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image as PillowImage
from PIL import ImageCms, ImageOps
from wagtail.models import Collection

from mysite.models import PortalImage
from mysite.picture_privacy import without_private_data
from tests.editors import client_of, editor

pytestmark = pytest.mark.django_db

TELEPHONE, GPS, ORIENTATION = 0x0110, 0x8825, 0x0112
SECRET = b"Dien thoai cua Lan"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"


def exif(orientation: int = 1) -> PillowImage.Exif:
    data = PillowImage.Exif()
    data[TELEPHONE] = SECRET.decode()
    data[ORIENTATION] = orientation
    data.get_ifd(GPS)[1], data.get_ifd(GPS)[2] = "N", (21.0, 1.0, 42.0)
    return data


def photo(kind: str, orientation: int = 1) -> bytes:
    """A photo as a telephone makes it: wider than high, with where, when and by which telephone."""
    picture = PillowImage.linear_gradient("L").resize((96, 64)).convert("RGB")
    out = io.BytesIO()
    options: dict[str, Any] = {"exif": exif(orientation), "icc_profile": PROFILE}
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(out, exif=exif(orientation).tobytes(), xmp=XMP, quality=80)
    elif kind == "MPO":
        picture.save(out, kind, save_all=True, append_images=[picture], **options)
    else:
        picture.save(out, kind, **options, **({"xmp": XMP} if kind != "PNG" else {}))
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with PillowImage.open(io.BytesIO(content)) as picture:
        return ImageOps.exif_transpose(picture).tobytes()


KINDS = ["JPEG", "MPO", "PNG", "WEBP", "HEIF"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_what_the_camera_wrote_is_gone_and_the_picture_is_the_same(kind: str, orientation: int) -> None:
    content = photo(kind, orientation)
    assert SECRET in content
    public = without_private_data(content)
    assert SECRET not in public
    with PillowImage.open(io.BytesIO(public)) as picture:
        assert not picture.getexif().get_ifd(GPS)
        assert TELEPHONE not in picture.getexif()
        if kind != "HEIF":
            assert picture.info.get("icc_profile") == PROFILE
    assert pixels(public) == pixels(content)
    assert without_private_data(public) == public


def test_what_is_no_whole_picture_is_left_as_it_is() -> None:
    for content in (b"", b"no picture", b"\xff\xd8\xff", photo("JPEG")[:300], photo("PNG")[:100]):
        assert without_private_data(content) == content


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "IMG_1.jpg"), ("HEIF", "IMG_2.heic"), ("MPO", "IMG_3.jpg")])
def test_an_upload_and_what_is_made_of_it(kind: str, name: str) -> None:
    desk = client_of(editor())
    upload = SimpleUploadedFile(name, photo(kind, 6))
    collection = Collection.get_first_root_node().pk
    fields = {"title": "Sân trường", "file": upload, "collection": collection, "tags": "", "description": "Sân trường"}
    response = desk.post(reverse("wagtailimages:add"), fields)
    assert response.status_code == 302
    image = PortalImage.objects.get()
    assert SECRET not in image.file.read()
    assert image.file_size == image.file.size
    stored = image.file_hash
    image.save()
    assert image.file_hash == stored
    for spec in ("width-90|format-jpeg", "width-90|format-webp", "original"):
        rendition = image.get_rendition(spec)
        assert SECRET not in rendition.file.read()
        if kind != "HEIF" and spec != "original":
            assert rendition.height > rendition.width  # held upright


def test_an_imported_picture_and_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo("JPEG"))
    gallery = '"gallery": [{"caption": "Sân trường", "image": "a.jpg"}]'
    lines = [f'{{"title": "Bản tin {n}", "body": ["Nội dung."], "section": "Tin tức", {gallery}}}' for n in range(2)]
    (tmp_path / "tin.jsonl").write_text("\n".join(lines))
    call_command("import_articles", str(tmp_path / "tin.jsonl"), verbosity=0)
    assert SECRET not in PortalImage.objects.get().file.read()


def test_a_file_that_is_there_is_not_read_again() -> None:
    image = PortalImage.objects.create(title="Ảnh", file=ContentFile(photo("JPEG"), name="a.jpg"))
    image.file.storage.delete(image.file.name)
    image = PortalImage.objects.get()
    image.title = "Ảnh khác"
    image.save()
