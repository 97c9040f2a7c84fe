"""Whatever is sent to a contact form gets an answer, and never a fault."""

import pytest
from django.test import Client

from home.contact import views
from tests import factories
from tests.contact import TYPED, address_of, fields, opened, send, shown, stored, with_fields
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.ContactPageFactory(title="Liên hệ", slug="lien-he")


HOSTILE = {
    "nul": "a\x00b",
    "control characters": "a\x07\x1b[31m\x7f\x85b",
    "not UTF-8": b"a\xff\xfe\xc3(b",
    "half a character": b"a\xed\xa0\x80b",
    "too long": "đ" * 5001,
    "markup": "<script>alert(1)</script>{{7*7}}{% now %}",
    "other direction": "\u202eabc\u2066",
    "emoji": "👩‍🏫" * 300,
    "quotes": "'; DROP TABLE--\"\\",
    "blank": " \t\n\u00a0\u200b",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("way", ["form", "multipart"])
def test_whatever_is_typed_gets_an_answer(client: Client, page, name: str, way: str) -> None:
    with_fields(page, "email", "number", "url", "radio", "dropdown", "date", "datetime", "hidden", "checkboxes")
    value = HOSTILE[name]
    value = value if isinstance(value, bytes) else value.encode()
    for field in [*TYPED, *(f"message-{field.clean_name}" for field in page.form_fields.all()), "leave_empty", "other"]:
        data = {key: text.encode() for key, text in {"opened": opened(page), **TYPED}.items()} | {field: value}
        response = client.post(address_of(page), *encoded(data, way))
        assert response.status_code in {302, 400}, (field, response.status_code)
        assert b"<script>alert" not in response.content
        if name in {"nul", "control characters", "not UTF-8", "half a character"}:
            assert response.status_code == 400, field
            assert b"\x00" not in response.content
    for message in stored():
        assert message["ho_va_ten"]


def encoded(data: dict[str, bytes], way: str) -> tuple[bytes, str]:
    if way == "form":
        quoted = [f"{key}=".encode() + b"".join(b"%%%02X" % byte for byte in value) for key, value in data.items()]
        return b"&".join(quoted), "application/x-www-form-urlencoded"
    parts = [
        b'--dau\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (key.encode(), value)
        for key, value in data.items()
    ]
    return b"".join(parts) + b"--dau--\r\n", "multipart/form-data; boundary=dau"


def test_unreadable_characters_are_left_out_and_the_rest_can_be_sent_again(client: Client, page) -> None:
    response = send(client, page, {"message-noi_dung": "Xin\x00 hỏi"})
    assert response.status_code == 400
    form = shown(response).select_one("main form")
    assert fields(form)["message-noi_dung"].strip() == "Xin hỏi"
    assert client.post(form["action"], fields(form)).status_code == 302


NUMBERS = ["NaN", "Infinity", "1e999999", "9" * 5000, "-0", "٣", "1.2.3", "0x10", "²"]
DATES = ["31/02/2026", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999+14:00", "1/1/1", "٠١/٠١/٢٠٢٦", "now"]


@pytest.mark.parametrize("value", [*NUMBERS, *DATES])
def test_numbers_and_dates_that_are_none(client: Client, page, value: str) -> None:
    with_fields(page, "number", "date", "datetime")
    for field in ("number", "date", "datetime"):
        response = send(client, page, {f"message-them_{field}": value, "message-noi_dung": f"{field} {value[:50]}"})
        assert response.status_code in {302, 400}, field


def test_a_body_of_a_megabyte(client: Client, page) -> None:
    response = send(client, page, {"message-noi_dung": "đ" * 500_000})
    assert response.status_code == 413
    assert words(shown(response).h1)
    assert shown(response).select_one(f"main a[href='{page.url}']")
    many = "&".join(f"x{n}=1" for n in range(50_000))
    assert client.post(address_of(page), many, "application/x-www-form-urlencoded").status_code in {400, 413}
    names = "&".join(f"x{n}=1" for n in range(11_000))
    assert client.post(address_of(page), names, "application/x-www-form-urlencoded").status_code == 400
    assert stored() == []


def test_a_form_with_every_field_full_is_not_too_large(client: Client, page) -> None:
    body, _kind = encoded({name: ("Ế" * 5000).encode() for name in TYPED}, "form")
    assert len(body) < views.MAX_BODY


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"a": "\\ud800"}'),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=1"),
        ("application/x-www-form-urlencoded; charset=\xff", b"a=1"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=dau", b"--dau\r\nContent-Disposition: form-data; name="),
        ("", b"%"),
        ("text/plain", b"\xff" * 1000),
    ],
)
def test_bodies_of_other_kinds(client: Client, page, kind: str, body: bytes) -> None:
    assert client.generic("POST", address_of(page), body, content_type=kind).status_code == 400


def test_files_are_not_taken(client: Client, page) -> None:
    body, kind = encoded({key: text.encode() for key, text in {"opened": opened(page), **TYPED}.items()}, "multipart")
    upload = b'--dau\r\nContent-Disposition: form-data; name="message-noi_dung"; filename="a.exe"\r\n\r\nMZ\r\n'
    assert client.post(address_of(page), upload + body, kind).status_code == 302
    assert stored()[0]["noi_dung"] == TYPED["message-noi_dung"]


@pytest.mark.parametrize("length", ["-5", "x", "", "99999999999999999999", "²"])
def test_a_length_that_is_none(client: Client, page, length: str) -> None:
    assert send(client, page, CONTENT_LENGTH=length).status_code in {302, 400, 413}
