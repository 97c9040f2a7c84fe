"""The upload view of the gallery block."""

import io

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from tests.support import factories
from tests.support.editors import create_editor, login_client

pytestmark = pytest.mark.django_db


def image_content(kind):
    content = io.BytesIO()
    Image.new("RGB", (320, 213), "#2a6f97").save(content, kind)
    return content.getvalue()


def send(client, name="Ảnh hội nghị.jpg", content=None, **data):
    content = factories.image_file().read() if content is None else content
    return client.post(reverse("upload_photo"), {"file": SimpleUploadedFile(name, content), **data})


def test_photo_title_is_file_name_and_alt_text_is_empty():
    user = create_editor()
    photo = send(login_client(user)).json()["chosen"]
    image = get_image_model().objects.get()
    assert (photo["id"], photo["title"], photo["default_alt_text"]) == (str(image.pk), "Ảnh hội nghị", "")
    assert photo["preview"]["url"]
    assert (image.title, image.description, image.uploaded_by_user) == ("Ảnh hội nghị", "", user)
    assert image.file.name.isascii()


def test_phone_photo_is_accepted():
    content = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (320, 213), "#2a6f97")).save(content, quality=50)
    photo = send(login_client(create_editor()), "IMG_2034.HEIC", content.getvalue()).json()["chosen"]
    assert (photo["title"], photo["default_alt_text"]) == ("IMG_2034", "")
    assert not photo["preview"]["url"].endswith("heic")


def test_photo_is_stored_in_chosen_collection():
    admin_client = login_client(create_editor())
    root = Collection.get_first_root_node()
    events = root.add_child(name="Sự kiện")
    offered = admin_client.get(reverse("upload_photo")).json()["collections"]
    assert [collection["id"] for collection in offered] == [root.pk, events.pk]
    send(admin_client, collection=events.pk)
    send(admin_client)
    assert list(get_image_model().objects.order_by("pk").values_list("collection", flat=True)) == [events.pk, root.pk]
    assert send(admin_client, collection=999).json()["error"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", b""),
        ("anh.jpg", b"Khong phai anh"),
        ("cong-van.pdf", b"%PDF-1.4"),
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("anh.pdf", factories.image_file().read()),
        ("anh.php", factories.image_file().read()),
        ("anh.jpg", image_content("BMP")),
        ("anh.png", image_content("TIFF")),
        ("anh.ico", image_content("ICO")),
        ("hong.jpg", factories.image_file().read()[:3000]),
        ("x" * 300 + ".jpg", b"x"),
    ],
)
def test_other_files_are_rejected_with_message(name, content):
    response = send(login_client(create_editor()), name, content)
    assert response.status_code == 200
    assert len(response.json()["error"]) > 10
    assert not get_image_model().objects.exists()


def test_request_without_file_gets_error_response():
    assert login_client(create_editor()).post(reverse("upload_photo")).json()["error"]


def test_upload_requires_add_permission(client):
    for unauthorized in (client, login_client(factories.UserFactory())):
        assert send(unauthorized).status_code == 302
    assert not get_image_model().objects.exists()
