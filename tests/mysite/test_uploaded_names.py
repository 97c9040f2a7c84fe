"""What is uploaded is stored under a plain ASCII name, by whatever door it comes; its title keeps its letters."""

import unicodedata
from pathlib import PurePath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mysite.models import PortalDocument, PortalImage
from tests.editors import MODERATORS, client_of, editor
from tests.factories import picture_file

pytestmark = pytest.mark.django_db

TITLE = "Đề thi tuyển sinh lớp 10 ở Đắk Lắk – “Bản Ổn” (2)"
STORED = "De-thi-tuyen-sinh-lop-10-o-Dak-Lak-Ban-On-2"


@pytest.fixture
def desk():
    return client_of(editor(MODERATORS))


@pytest.fixture(params=["NFC", "NFD"])
def name(request) -> str:
    """As Windows and as macOS send it."""
    return unicodedata.normalize(request.param, TITLE)


def document(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.PDF", b"%PDF-1.4", "application/pdf")


def picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.JPG", picture_file(size=(64, 48)).read(), "image/jpeg")


def stored(obj: PortalDocument | PortalImage) -> str:
    return PurePath(obj.file.name).name


@pytest.mark.parametrize("door", ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"])
def test_documents(client, desk, name, door):
    prefix, files = ("document-chooser-upload-", "document-chooser-upload-file") if "chooser" in door else ("", "file")
    files = "files[]" if "multiple" in door else files
    response = desk.post(reverse(door), {f"{prefix}title": name, files: document(name)})
    assert response.status_code in {200, 302}
    found = PortalDocument.objects.get()
    assert (found.title, stored(found)) == (TITLE, f"{STORED}.pdf")
    assert client.get(found.url).status_code == 200
    assert f'filename="{STORED}.pdf"' in client.get(found.url)["Content-Disposition"]


@pytest.mark.parametrize(
    "door", ["wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create", "upload_photo"]
)
def test_images(desk, name, door):
    prefix = "image-chooser-upload-" if "chooser" in door else ""
    files = "files[]" if "multiple" in door else f"{prefix}file"
    response = desk.post(reverse(door), {f"{prefix}title": name, files: picture(name)})
    assert response.status_code in {200, 302}
    found = PortalImage.objects.get()
    assert (found.title, stored(found)) == (TITLE, f"{STORED}.jpg")


def test_a_name_without_letters_and_one_of_300(desk):
    for title in ("🏆", "Đường" * 60):
        desk.post(reverse("wagtaildocs:add"), {"title": "Tệp", "file": document(title)})
    names = [stored(found) for found in PortalDocument.objects.order_by("pk")]
    assert all(name.isascii() and 5 <= len(name) <= 100 and name.endswith(".pdf") for name in names)
    assert len(names) == 2
