"""Uploaded files get ASCII names in every upload form; their titles keep Vietnamese letters."""

import unicodedata
from pathlib import PurePath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mysite.models import PortalDocument, PortalImage
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.factories import image_file

pytestmark = pytest.mark.django_db

TITLE = "Đề thi tuyển sinh lớp 10 ở Đắk Lắk – “Bản Ổn” (2)"
STORED = "De-thi-tuyen-sinh-lop-10-o-Dak-Lak-Ban-On-2"


@pytest.fixture
def admin_client():
    return login_client(create_editor(EDITORS))


@pytest.fixture(params=["NFC", "NFD"])
def name(request) -> str:
    """The file name as sent by Windows (composed) and by macOS (decomposed)."""
    return unicodedata.normalize(request.param, TITLE)


def document_upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.PDF", b"%PDF-1.4", "application/pdf")


def image_upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.JPG", image_file(size=(64, 48)).read(), "image/jpeg")


def get_stored_name(obj: PortalDocument | PortalImage) -> str:
    return PurePath(obj.file.name).name


@pytest.mark.parametrize("door", ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"])
def test_uploaded_documents_get_ascii_names(client, admin_client, name, door):
    prefix, files = ("document-chooser-upload-", "document-chooser-upload-file") if "chooser" in door else ("", "file")
    files = "files[]" if "multiple" in door else files
    response = admin_client.post(reverse(door), {f"{prefix}title": name, files: document_upload(name)})
    assert response.status_code in {200, 302}
    document = PortalDocument.objects.get()
    assert (document.title, get_stored_name(document)) == (TITLE, f"{STORED}.pdf")
    assert client.get(document.url).status_code == 200
    assert f'filename="{STORED}.pdf"' in client.get(document.url)["Content-Disposition"]


@pytest.mark.parametrize(
    "door", ["wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create", "upload_photo"]
)
def test_uploaded_images_get_ascii_names(admin_client, name, door):
    prefix = "image-chooser-upload-" if "chooser" in door else ""
    files = "files[]" if "multiple" in door else f"{prefix}file"
    response = admin_client.post(reverse(door), {f"{prefix}title": name, files: image_upload(name)})
    assert response.status_code in {200, 302}
    image = PortalImage.objects.get()
    assert (image.title, get_stored_name(image)) == (TITLE, f"{STORED}.jpg")


def test_file_names_without_letters_or_too_long(admin_client):
    for title in ("🏆", "Đường" * 60):
        admin_client.post(reverse("wagtaildocs:add"), {"title": "Tệp", "file": document_upload(title)})
    names = [get_stored_name(document) for document in PortalDocument.objects.order_by("pk")]
    assert all(name.isascii() and 5 <= len(name) <= 100 and name.endswith(".pdf") for name in names)
    assert len(names) == 2
