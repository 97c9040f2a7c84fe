"""Exporting a translation as a PO file and importing it again."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts
from tests.support.translations import get_edit_url, publish_translation, submit_for_translation

pytestmark = pytest.mark.django_db

ROWS = [["Ngày", "Môn thi"], ["5/6", "Ngữ văn"], ["6/6", "Toán"]]


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(CONTRIBUTORS))


@pytest.fixture
def translation() -> Translation:
    """The translation of an article with values that are hard to preserve in a file."""
    table = {"data": ROWS, "table_caption": "Lịch thi", "table_header_choice": "row"}
    body = [
        {"type": "paragraph", "value": "<p>Xem <b>lịch</b> tại <a href='https://thi.example/'>đây</a> & “đây”</p>"},
        {"type": "quote", "value": {"text": "Dòng một\nDòng hai < ba", "attribution": "Ông Đỗ"}},
        {"type": "table", "value": table},
        factories.gallery_value(factories.SmallImageFactory.create_batch(2)),
    ]
    title = "Đề thi tuyển sinh lớp 10 ở Đắk Lắk"
    return submit_for_translation(factories.ArticleFactory(title=title, body=body, tags=("Tuyển sinh",)))


def download(client: Client, translation: Translation) -> polib.POFile:
    response = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert response.status_code == 200
    name = '"de-thi-tuyen-sinh-lop-10-o-dak-lak-en.po"'
    assert response["Content-Disposition"] == f"attachment; filename={name}"
    return polib.pofile(response.content.decode())


def upload(client: Client, translation: Translation, content: bytes | None, name: str = "bản dịch.po") -> list[str]:
    """Upload the file and return the messages of the edit view."""
    there = get_edit_url(translation.get_target_instance())
    sent = {"next": there} | ({} if content is None else {"file": SimpleUploadedFile(name, content)})
    response = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), sent)
    assert (response.status_code, response["Location"]) == (302, there)
    return get_texts(get_page(client, there).select(".messages li"))


def in_english(text: str) -> str:
    return f"english-{text}" if text.islower() and "-" in text else f"English {text}"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_po_file_round_trip(admin_client: Client, translation: Translation, mark: bytes) -> None:
    file = download(admin_client, translation)
    segments = StringSegment.objects.filter(source=translation.source)
    assert {entry.msgid for entry in file} == set(segments.values_list("string__data", flat=True))
    for entry in file:
        entry.msgstr = in_english(entry.msgid)
    messages = upload(admin_client, translation, mark + str(file).encode())
    assert any("PO" in message for message in messages)
    assert translation.get_progress()[0] == translation.get_progress()[1]
    there = publish_translation(translation)
    assert isinstance(there, NewsPage)
    assert there.title == "English Đề thi tuyển sinh lớp 10 ở Đắk Lắk"
    body = str(there.body)
    assert 'English Xem <b>lịch</b> tại <a href="https://thi.example/">đây</a> &amp; “đây”' in body
    assert there.body[1].value["text"] == "English Dòng một\nDòng hai < ba"
    assert there.body[2].value["data"][1] == ["5/6", "English Ngữ văn"]
    assert [photo["caption"] for photo in there.body[3].value["photos"]] == ["English Ảnh 0", "English Ảnh 1"]
    assert [tag.name for tag in there.tags.all()] == ["English Tuyển sinh"]
    # A new export equals the import.
    again = {entry.msgid: entry.msgstr for entry in download(admin_client, translation)}
    assert again == {entry.msgid: entry.msgstr for entry in file}


def test_empty_entries_stay_untranslated(admin_client: Client, translation: Translation) -> None:
    file = download(admin_client, translation)
    file[0].msgstr = "Only the first"
    upload(admin_client, translation, str(file).encode())
    assert translation.get_progress()[1] == 1


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"/etc/passwd",
        b"%PDF-1.7 \xff\xfe",
        b'msgid ""\nmsgstr ""\n\nmsgid "x"\nmsgstr "y"\n',
        b"msgid broken\nno po at all\n",
    ],
)
def test_other_files_are_rejected(admin_client: Client, translation: Translation, content: bytes | None) -> None:
    (message,) = upload(admin_client, translation, content)
    assert message.startswith("Hãy chọn tệp PO đã tải về từ đây và đã dịch.")
    assert translation.get_progress()[1] == 0


def test_po_file_of_another_page_is_rejected(admin_client: Client, translation: Translation) -> None:
    other = submit_for_translation(factories.ArticleFactory(title="Đề thi tuyển sinh lớp 10 ở Đắk Lắk"))
    file = download(admin_client, other)
    file[0].msgstr = "Elsewhere"
    assert len(upload(admin_client, translation, str(file).encode())) == 1
    assert translation.get_progress()[1] == 0


def test_title_without_letters_has_valid_file_name(admin_client: Client) -> None:
    translation = submit_for_translation(factories.ArticleFactory(title="???", slug="hoi"))
    response = admin_client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="translation-{translation.pk}-en.po"'


def test_po_file_requires_permission(client: Client, translation: Translation) -> None:
    url = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    assert client.get(url).status_code == 302
    assert login_client(factories.UserFactory()).get(url).status_code == 302
    assert login_client(create_editor(EDITORS)).get(url).status_code == 200
