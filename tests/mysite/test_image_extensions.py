"""An image under the extension of another format is stored under that of its own, whichever way it comes in."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.models import Collection, UploadedFile

from mysite.models import PortalImage
from tests.support.editors import create_editor, login_client
from tests.support.odd_images import draw_image, save_image

pytestmark = pytest.mark.django_db

#: The name of an upload, the format of its content, and the extension and format that are stored.
MISNAMED = [
    ("a.jpg", "PNG", "png"),
    ("a.JPG", "WEBP", "webp"),
    ("a.jpeg", "GIF", "gif"),
    ("a.jpg", "HEIF", "jpg"),
    ("a.jpg", "AVIF", "jpg"),
    ("a.png", "JPEG", "jpg"),
    ("a.gif", "PNG", "png"),
    ("a.webp", "JPEG", "jpg"),
    ("a.heic", "JPEG", "jpg"),
    ("a.avif", "PNG", "png"),
    ("a.bmp", "PNG", "png"),
    ("a.tiff", "JPEG", "jpg"),
    ("a.jpe", "JPEG", "jpg"),
    ("a.heif", "HEIF", "jpg"),
    ("a", "PNG", "png"),
]


def assert_named_after_content(image: PortalImage, extension: str) -> None:
    assert image.file.name.endswith(f".{extension}")
    with image.file.storage.open(image.file.name) as file, PillowImage.open(file) as stored:
        assert stored.format == {"jpg": "JPEG"}.get(extension, extension.upper())
    assert image.get_rendition("width-60").width == 60


@pytest.mark.parametrize(("name", "kind", "extension"), MISNAMED)
def test_upload_gets_extension_of_its_content(name: str, kind: str, extension: str) -> None:
    client = login_client(create_editor())
    file = SimpleUploadedFile(name, save_image(kind, draw_image()))
    assert client.post(reverse("upload_photo"), {"file": file}).json().get("chosen")
    assert_named_after_content(PortalImage.objects.get(), extension)


FIELDS = {"title": "Sân trường", "tags": "", "description": ""}


def post_file(way: str, file: SimpleUploadedFile) -> None:
    """Upload ``file`` by the admin's form, chooser or multiple uploader, or in place of another image's file."""
    client, root = login_client(create_editor()), Collection.get_first_root_node().pk
    fields = {**FIELDS, "collection": root}
    if way == "chooser":
        upload = {f"image-chooser-upload-{name}": value for name, value in {**fields, "file": file}.items()}
        client.post(reverse("wagtailimages_chooser:create"), upload)
    elif way == "multiple":
        client.post(reverse("wagtailimages:add_multiple"), {**fields, "files[]": file})
    elif way == "replaced":
        image = PortalImage.objects.create(title="Cũ", file=ContentFile(save_image("GIF", draw_image()), name="cu.gif"))
        PortalImage.objects.filter(pk=image.pk).update(uploaded_by_user=create_editor())
        user = PortalImage.objects.get().uploaded_by_user
        login_client(user).post(reverse("wagtailimages:edit", args=[image.pk]), {**fields, "file": file})
    else:
        client.post(reverse("wagtailimages:add"), {**fields, "file": file})


@pytest.mark.parametrize("way", ["form", "chooser", "multiple", "replaced"])
def test_each_form_corrects_the_extension(way: str) -> None:
    post_file(way, SimpleUploadedFile("a.jpg", save_image("PNG", draw_image())))
    assert_named_after_content(PortalImage.objects.get(), "png")


def test_file_that_waits_in_multiple_uploader_gets_its_extension() -> None:
    client = login_client(create_editor())
    data = {"title": "x" * 300, "collection": Collection.get_first_root_node().pk}
    data["files[]"] = SimpleUploadedFile("a.jpg", save_image("PNG", draw_image()))
    number = client.post(reverse("wagtailimages:add_multiple"), data).json()["uploaded_file_id"]
    assert UploadedFile.objects.get(pk=number).file.name.endswith(".png")
    fields = {f"uploaded-image-{number}-{name}": value for name, value in FIELDS.items()}
    fields[f"uploaded-image-{number}-collection"] = str(Collection.get_first_root_node().pk)
    finish = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    assert client.post(finish, fields).json()["success"]
    assert_named_after_content(PortalImage.objects.get(), "png")


def test_imported_image_gets_extension_of_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(save_image("PNG", draw_image()))
    gallery = '"gallery": [{"caption": "Sân trường", "image": "a.jpg"}]'
    line = f'{{"title": "Bản tin", "body": ["Nội dung."], "section": "Tin tức", {gallery}}}'
    (tmp_path / "tin.jsonl").write_text(line)
    call_command("import_articles", str(tmp_path / "tin.jsonl"), verbosity=0)
    assert_named_after_content(PortalImage.objects.get(), "png")


def test_image_saved_in_code_gets_extension_of_its_content() -> None:
    content = ContentFile(save_image("WEBP", draw_image()), name="a.png")
    assert_named_after_content(PortalImage.objects.create(title="Ảnh", file=content), "webp")


@pytest.mark.parametrize("content", [b"Khong phai anh", b"%PDF-1.4", b"GIF89a", b"\xff\xd8\xff\xe0", b"<svg/>", b""])
def test_what_is_no_image_is_refused(content: bytes) -> None:
    client = login_client(create_editor())
    for name in ("a.jpg", "a.png", "a", "a.tiff"):
        error = client.post(reverse("upload_photo"), {"file": SimpleUploadedFile(name, content)}).json()["error"]
        assert len(error) > 10
    assert not PortalImage.objects.exists()


def test_pasted_photo_of_another_format_is_named_after_its_content() -> None:
    page_image = io.BytesIO(save_image("PNG", draw_image()))
    file = SimpleUploadedFile("image.jpg", page_image.getvalue(), "image/jpeg")
    response = login_client(create_editor()).post(reverse("paste"), {"files": file})
    assert json.loads(response.getvalue())["blocks"]
    assert_named_after_content(PortalImage.objects.get(), "png")
