"""Redirects are imported from the CSV files that Excel writes in Vietnam, and errors are reported in Vietnamese."""

import io
import re
import unicodedata

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from mysite.text.decoding import UndecodableText, decode_text
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page

pytestmark = pytest.mark.django_db

HEADER = ("Địa chỉ cũ", "Địa chỉ mới", "Ghi chú")
ROWS = [
    ("/tin/bế-giảng.html", "https://truong.example/be-giang/", "bài “Lễ, hội; trại”"),
    ("/xem.asp?t=1", "https://truong.example/mot/", ""),
]


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS))


def write_csv(delimiter: str) -> str:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in (HEADER, *ROWS)]
    return "\r\n".join([*lines, delimiter * 2, ""])  # Excel adds rows that have only been formatted


def encode_1258(text: str) -> bytes:
    """Encode as Excel does: letters with a vowel mark, then the tone mark."""
    composed = unicodedata.normalize("NFC", text)
    return b"".join(_encode_letter(letter) for letter in composed)


def _encode_letter(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        rest = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark != tone))
        return f"{rest}{tone}".encode("cp1258")


def write_xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    for row in (HEADER, *ROWS, (None, None, None)):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def import_file(client: Client, name: str, content: bytes) -> str:
    """Upload the file and confirm; return the text of the last page."""
    url = reverse("wagtailredirects:start_import")
    response = client.post(url, {"import_file": SimpleUploadedFile(name, content)}, follow=True)
    page = response.content.decode()
    hidden = dict(re.findall(r'name="(import_file_name|input_format)" value="([^"]*)"', page))
    if not hidden:
        return page
    fields = {**hidden, "from_index": "0", "to_index": "1", "permanent": "on"}
    return client.post(reverse("wagtailredirects:process_import"), fields, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", write_csv(",").encode()),
        ("a.csv", write_csv(";").encode("utf-8-sig")),
        ("A.CSV", write_csv("\t").encode("utf-16")),
        ("a.csv", b"\xfe\xff" + write_csv(";").encode("utf-16-be")),
        ("a.csv", write_csv(";").encode("utf-16-le")),
        ("a.csv", encode_1258(write_csv(";"))),
        ("a.csv", ("sep=;\r\n" + write_csv(";")).encode()),
        ("a.tsv", write_csv("\t").encode()),
        ("a.xlsx", write_xlsx()),
    ],
)
def test_files_of_excel(admin_client: Client, name: str, content: bytes) -> None:
    assert "Đã nhập 2 chuyển hướng" in import_file(admin_client, name, content)
    stored = dict(Redirect.objects.values_list("old_path", "redirect_link"))
    assert stored == {old: new for old, new, _note in ROWS}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", write_xlsx(), "Không đọc được tệp"),
        ("a.xlsx", write_csv(",").encode(), "Không đọc được tệp"),
        ("a.csv", "cũ;mới\n".encode("utf-16")[:-1], "Không đọc được tệp"),
        ("a.csv", b"cu\n/a.html\n", "Tệp không có dòng nào"),
        ("a.csv", b";\n", "Tệp không có dòng nào"),
        ("a.ods", b"PK", "Định dạng “ods” không được hỗ trợ"),
    ],
)
def test_file_that_cannot_be_imported(admin_client: Client, name: str, content: bytes, message: str) -> None:
    assert message in import_file(admin_client, name, content)
    assert not Redirect.objects.exists()


def test_rows_with_errors_are_listed(admin_client: Client) -> None:
    rows = [
        "cu;moi",
        "/a.html;https://a.example/",
        "//[x;https://a.example/",
        "/b.html;khong phai",
        "/c.html",
        "/;https://a.example/",
    ]
    page = import_file(admin_client, "a.csv", "\n".join(rows).encode())
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/a.html"]
    for message in (
        "Hãy nhập một đường dẫn hợp lệ",
        "Hãy nhập một địa chỉ URL hợp lệ",
        "Ở địa chỉ này đang có trang.",
        "Chọn một trang hoặc nhập một URL.",
    ):
        assert message in page, message


def test_editors_without_permission_cannot_import(client: Client) -> None:
    client = login_client(create_editor())
    assert client.get(reverse("wagtailredirects:start_import")).status_code == 302
    get_page(client, "/admin/")


@pytest.mark.parametrize("content", [bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff\xfe\x00"])
def test_binary_content_is_refused(content: bytes) -> None:
    with pytest.raises(UndecodableText):
        decode_text(content)


def test_part_of_a_character_at_the_end_of_a_truncated_file() -> None:
    content = "Tiếng Việt".encode()
    assert decode_text(content[:4], is_truncated=True) == "Ti"
