"""A translation leaves the portal as a file, is translated elsewhere and comes back."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from newsroom.models import NewsPage
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.reading import all_words, read
from tests.translating import edit_url, publish, submit

pytestmark = pytest.mark.django_db

ROWS = [["Ngày", "Môn thi"], ["5/6", "Ngữ văn"], ["6/6", "Toán"]]


@pytest.fixture
def desk() -> Client:
    return client_of(editor(EDITORS))


@pytest.fixture
def translation() -> Translation:
    """Of an article with everything that could be lost on the way."""
    table = {"data": ROWS, "table_caption": "Lịch thi", "table_header_choice": "row"}
    body = [
        {"type": "paragraph", "value": "<p>Xem <b>lịch</b> tại <a href='https://thi.example/'>đây</a> & “đây”</p>"},
        {"type": "quote", "value": {"text": "Dòng một\nDòng hai < ba", "attribution": "Ông Đỗ"}},
        {"type": "table", "value": table},
        factories.gallery(factories.SmallImageFactory.create_batch(2)),
    ]
    title = "Đề thi tuyển sinh lớp 10 ở Đắk Lắk"
    return submit(factories.ArticleFactory(title=title, body=body, tags=("Tuyển sinh",)))


def download(client: Client, translation: Translation) -> polib.POFile:
    response = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert response.status_code == 200
    name = '"de-thi-tuyen-sinh-lop-10-o-dak-lak-en.po"'
    assert response["Content-Disposition"] == f"attachment; filename={name}"
    return polib.pofile(response.content.decode())


def upload(client: Client, translation: Translation, content: bytes | None, name: str = "bản dịch.po") -> list[str]:
    """What the edit view says after the file was sent."""
    there = edit_url(translation.get_target_instance())
    sent = {"next": there} | ({} if content is None else {"file": SimpleUploadedFile(name, content)})
    response = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), sent)
    assert (response.status_code, response["Location"]) == (302, there)
    return all_words(read(client, there).select(".messages li"))


def in_english(text: str) -> str:
    return f"english-{text}" if text.islower() and "-" in text else f"English {text}"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_whole_translation_goes_out_and_comes_back(desk: Client, translation: Translation, mark: bytes) -> None:
    file = download(desk, translation)
    segments = StringSegment.objects.filter(source=translation.source)
    assert {entry.msgid for entry in file} == set(segments.values_list("string__data", flat=True))
    for entry in file:
        entry.msgstr = in_english(entry.msgid)
    said = upload(desk, translation, mark + str(file).encode())
    assert any("PO" in message for message in said)
    assert translation.get_progress()[0] == translation.get_progress()[1]
    there = publish(translation)
    assert isinstance(there, NewsPage)
    assert there.title == "English Đề thi tuyển sinh lớp 10 ở Đắk Lắk"
    body = str(there.body)
    assert 'English Xem <b>lịch</b> tại <a href="https://thi.example/">đây</a> &amp; “đây”' in body
    assert there.body[1].value["text"] == "English Dòng một\nDòng hai < ba"
    assert there.body[2].value["data"][1] == ["5/6", "English Ngữ văn"]
    assert [photo["caption"] for photo in there.body[3].value["photos"]] == ["English Ảnh 0", "English Ảnh 1"]
    assert [tag.name for tag in there.tags.all()] == ["English Tuyển sinh"]
    # What comes out again is what went in.
    again = {entry.msgid: entry.msgstr for entry in download(desk, translation)}
    assert again == {entry.msgid: entry.msgstr for entry in file}


def test_what_was_left_empty_waits(desk: Client, translation: Translation) -> None:
    file = download(desk, translation)
    file[0].msgstr = "Only the first"
    upload(desk, translation, str(file).encode())
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
def test_another_file_is_refused(desk: Client, translation: Translation, content: bytes | None) -> None:
    (said,) = upload(desk, translation, content)
    assert said.startswith("Hãy chọn tệp đã tải về từ đây và đã dịch.")
    assert translation.get_progress()[1] == 0


def test_the_file_of_another_page_is_refused(desk: Client, translation: Translation) -> None:
    other = submit(factories.ArticleFactory(title="Đề thi tuyển sinh lớp 10 ở Đắk Lắk"))
    file = download(desk, other)
    file[0].msgstr = "Elsewhere"
    assert len(upload(desk, translation, str(file).encode())) == 1
    assert translation.get_progress()[1] == 0


def test_a_title_without_letters_has_a_file_too(desk: Client) -> None:
    translation = submit(factories.ArticleFactory(title="???", slug="hoi"))
    response = desk.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="translation-{translation.pk}-en.po"'


def test_nobody_else_has_it(client: Client, translation: Translation) -> None:
    address = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    assert client.get(address).status_code == 302
    assert client_of(factories.UserFactory()).get(address).status_code == 302
    assert client_of(editor(MODERATORS)).get(address).status_code == 200
