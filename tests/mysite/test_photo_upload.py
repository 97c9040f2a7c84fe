"""Where the gallery sends its photos."""

import io

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from tests import factories
from tests.editors import client_of, editor

pytestmark = pytest.mark.django_db


def send(client, name="Ảnh hội nghị.jpg", content=None, **data):
    content = factories.picture_file().read() if content is None else content
    return client.post(reverse("upload_photo"), {"file": SimpleUploadedFile(name, content), **data})


def test_a_photo_gets_its_files_name_as_title_and_no_words():
    user = editor()
    photo = send(client_of(user)).json()["photo"]
    image = get_image_model().objects.get()
    assert (photo["id"], photo["title"], photo["default_alt_text"]) == (str(image.pk), "Ảnh hội nghị", "")
    assert photo["preview"]["url"]
    assert (image.title, image.description, image.uploaded_by_user) == ("Ảnh hội nghị", "", user)
    assert image.file.name.isascii()


def test_a_photo_of_a_phone_arrives_too():
    content = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (320, 213), "#2a6f97")).save(content, quality=50)
    photo = send(client_of(editor()), "IMG_2034.HEIC", content.getvalue()).json()["photo"]
    assert (photo["title"], photo["default_alt_text"]) == ("IMG_2034", "")
    assert not photo["preview"]["url"].endswith("heic")


def test_it_goes_to_the_collection_that_was_chosen():
    desk = client_of(editor())
    root = Collection.get_first_root_node()
    events = root.add_child(name="Sự kiện")
    offered = desk.get(reverse("upload_photo")).json()["collections"]
    assert [collection["id"] for collection in offered] == [root.pk, events.pk]
    send(desk, collection=events.pk)
    send(desk)
    assert list(get_image_model().objects.order_by("pk").values_list("collection", flat=True)) == [events.pk, root.pk]
    assert send(desk, collection=999).json()["error"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", b""),
        ("anh.jpg", b"Khong phai anh"),
        ("cong-van.pdf", b"%PDF-1.4"),
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("anh.png", factories.picture_file().read()),
        ("hong.jpg", factories.picture_file().read()[:3000]),
        ("x" * 300 + ".jpg", b"x"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(name, content):
    answer = send(client_of(editor()), name, content)
    assert answer.status_code == 200
    assert len(answer.json()["error"]) > 10
    assert not get_image_model().objects.exists()


def test_a_request_without_a_file_is_answered():
    assert client_of(editor()).post(reverse("upload_photo")).json()["error"]


def test_only_those_who_may_add_images_upload(client):
    for nobody in (client, client_of(factories.UserFactory())):
        assert send(nobody).status_code == 302
    assert not get_image_model().objects.exists()
