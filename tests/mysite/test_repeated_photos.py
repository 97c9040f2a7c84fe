"""Photos that are more than once in a gallery, and duplicates of images in the library."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from mysite.models import PortalImage
from newsroom.models import NewsPage
from tests.rights.people import create_collaborator
from tests.support import factories
from tests.support.article_form import article_data, save_form
from tests.support.editors import EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


def create_article(*images: PortalImage, **fields) -> NewsPage:
    return factories.ArticleFactory(body=[factories.gallery_value(list(images), "Khai giảng")], **fields)


def get_warnings(response) -> list[str]:
    return [str(message) for message in response.context["messages"] if message.level_tag == "warning"]


@pytest.mark.parametrize("action", ["", "action-publish", "action-submit"])
def test_repeated_photo_gets_message_and_is_saved(action):
    image, other = factories.ImageFactory(title="Sân trường"), factories.ImageFactory()
    PortalImage.objects.filter(pk=other.pk).update(file_hash="b" * 40)
    article = create_article(image, other, image, live=False)
    client = login_client(create_editor(EDITORS))
    response = client.get(save_form(client, article, action)["Location"])
    (warning,) = [text for text in get_warnings(response) if "trùng" in text]
    assert "Bộ ảnh “Khai giảng” có ảnh trùng nhau: ảnh số 3 (Sân trường) giống ảnh số 1." in warning
    draft = NewsPage.objects.get().get_latest_revision_as_object()
    assert len(draft.body[0].value["photos"]) == 3
    assert NewsPage.objects.get().live == (action == "action-publish")


def test_image_with_the_same_content_gets_message_too():
    one, other = factories.ImageFactory(), factories.ImageFactory(title="Bản sao")
    PortalImage.objects.filter(pk__in=[one.pk, other.pk]).update(file_hash="a" * 40)
    client = login_client(create_editor())
    response = client.get(save_form(client, create_article(one, other))["Location"])
    assert any("ảnh số 2 (Bản sao) giống ảnh số 1" in text for text in get_warnings(response))


def test_different_photos_and_missing_ones_get_no_message():
    images = [factories.ImageFactory() for _ in range(2)]
    PortalImage.objects.update(file_hash="")
    article = create_article(*images)
    missing = {"image": None, "caption": "Ảnh đã mất", "alt_text": "", "credit": ""}
    article.body[0].value["photos"].extend([missing, missing])
    article.save_revision()
    client = login_client(create_editor())
    response = client.get(save_form(client, article)["Location"])
    assert not any("trùng" in text for text in get_warnings(response))


def test_autosave_does_not_repeat_the_warning():
    image = factories.ImageFactory()
    article = create_article(image, image)
    client = login_client(create_editor())
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = client.post(url, article_data(article), headers={"Accept": "application/json"})
    assert response.json()["success"]
    assert get_warnings(client.get(url)) == []


# --- Uploads --------------------------------------------------------------------------------------------


def photo(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.image_file(size=(64, 48)).read())


def test_upload_names_image_with_the_same_content():
    client = login_client(create_editor())
    first = client.post(reverse("upload_photo"), {"file": photo("Một.jpg")}).json()
    assert "existing" not in first
    second = client.post(reverse("upload_photo"), {"file": photo("Hai.jpg")}).json()
    assert second["existing"] == first["chosen"]
    assert client.post(second["deleteUrl"], headers={"X-Requested-With": "XMLHttpRequest"}).json()["success"]
    assert PortalImage.objects.get(bin_item=None).title == "Một"


def test_image_that_the_editor_may_not_choose_is_not_named():
    login_client(create_editor()).post(reverse("upload_photo"), {"file": photo("Của người khác.jpg")})
    response = login_client(create_collaborator()).post(reverse("upload_photo"), {"file": photo("Của tôi.jpg")})
    assert response.json().keys() == {"chosen"}
    assert PortalImage.objects.count() == 2


@pytest.mark.parametrize("way", ["chooser", "multiple"])
def test_wagtails_forms_say_it_in_vietnamese(way):
    client = login_client(create_editor())
    client.post(reverse("upload_photo"), {"file": photo("Sân trường.jpg")})
    fields = {"title": "Lần hai", "collection": Collection.get_first_root_node().pk, "tags": "", "description": ""}
    if way == "multiple":
        response = client.post(reverse("wagtailimages:add_multiple"), {**fields, "files[]": photo("b.jpg")}).json()
        assert response["duplicate"]
        text = response["confirm_duplicate_upload"]
        expected = ["Giữ ảnh mới", "Xoá ảnh mới"]
    else:
        upload = {f"image-chooser-upload-{name}": value for name, value in {**fields, "file": photo("b.jpg")}.items()}
        response = client.post(reverse("wagtailimages_chooser:create"), upload).json()
        assert response["step"] == "duplicate_found"
        text = response["htmlFragment"]
        expected = ["Dùng ảnh mới", "trùng", "Dùng ảnh có sẵn"]
    assert "Sân trường" in text
    for words in expected:
        assert words in text, text
