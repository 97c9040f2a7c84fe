"""The upload view of the attachments panel."""

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from mysite.models import PortalDocument
from tests.rights.people import create_collaborator, get_own_collection
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


def send(client, name="Công văn 12.pdf", content=b"%PDF-1.4", **data):
    return client.post(reverse("upload_document"), {"file": SimpleUploadedFile(name, content), **data})


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_title_is_file_name(role, form):
    user = create_editor(role)
    chosen = send(login_client(user), unicodedata.normalize(form, "Công văn 12.pdf")).json()["chosen"]
    document = PortalDocument.objects.get()
    assert (chosen["id"], chosen["title"]) == (str(document.pk), "Công văn 12")
    assert chosen["url"] == document.url
    assert (document.title, document.uploaded_by_user, document.file_size) == ("Công văn 12", user, 8)
    assert document.file_hash
    assert document.file.name.isascii()


def test_document_is_stored_in_chosen_collection_that_editor_may_add_to():
    other = Collection.get_first_root_node().add_child(name="Nội bộ")
    own = get_own_collection()
    client = login_client(create_collaborator())
    offered = client.get(reverse("upload_document")).json()["collections"]
    assert [collection["id"] for collection in offered] == [own.pk]
    assert send(client).json()["chosen"]
    assert PortalDocument.objects.get().collection == own
    for number in (other.pk, 999, "x", -1):  # Wagtail's form has no field for the only collection there is
        assert send(client, collection=number).json()["chosen"]
    assert set(PortalDocument.objects.values_list("collection", flat=True)) == {own.pk}


def test_unknown_collection_is_refused():
    Collection.get_first_root_node().add_child(name="Nội bộ")
    for number in (999, "x", -1, "9" * 30):
        assert send(login_client(create_editor()), collection=number).json()["error"]
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cong-van.pdf", b""),
        ("phan-mem.exe", b"MZ"),
        ("trang.html", b"<script>"),
        ("anh.svg", b"<svg/>"),
        ("khong-duoi", b"x"),
    ],
)
def test_other_files_are_refused_with_message(name, content):
    response = send(login_client(create_editor()), name, content)
    assert response.status_code == 200
    assert len(response.json()["error"]) > 10
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "🏆.pdf", "a/../../b.pdf", "tên\x00.pdf", ".pdf"])
def test_odd_names_are_no_error(name):
    response = send(login_client(create_editor()), name)
    assert response.status_code in {200, 400}
    assert all(len(title) <= 255 for title in PortalDocument.objects.values_list("title", flat=True))


def test_request_without_file_gets_error_response():
    client = login_client(create_editor())
    assert client.post(reverse("upload_document")).json()["error"]
    assert client.post(reverse("upload_document"), {"file": "x"}).json()["error"]


def test_upload_requires_add_permission(client):
    for unauthorized in (client, login_client(factories.UserFactory())):
        assert send(unauthorized).status_code == 302
    assert not PortalDocument.objects.exists()
