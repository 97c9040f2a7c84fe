"""Hostile input to a contact form never causes a server error."""

import pytest
from django.test import Client

from home.contact import views
from tests.support import factories
from tests.support.contact_form import (
    FORM_DATA,
    add_all_field_types,
    get_field_values,
    get_send_url,
    get_stored_messages,
    parse_response,
    send_form,
    sign_open_time,
)
from tests.support.html import get_text

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
@pytest.mark.parametrize("encoding", ["form", "multipart"])
def test_hostile_input_never_causes_server_error(client: Client, page, name: str, encoding: str) -> None:
    add_all_field_types(page, "email", "number", "url", "radio", "dropdown", "date", "datetime", "hidden", "checkboxes")
    value = HOSTILE[name]
    value = value if isinstance(value, bytes) else value.encode()
    for field in [
        *FORM_DATA,
        *(f"message-{field.clean_name}" for field in page.form_fields.all()),
        "leave_empty",
        "other",
    ]:
        data = {key: text.encode() for key, text in {"opened": sign_open_time(page), **FORM_DATA}.items()} | {
            field: value
        }
        response = client.post(get_send_url(page), *encoded(data, encoding))
        assert response.status_code in {302, 400}, (field, response.status_code)
        assert b"<script>alert" not in response.content
        if name in {"nul", "control characters", "not UTF-8", "half a character"}:
            assert response.status_code == 400, field
            assert b"\x00" not in response.content
    for message in get_stored_messages():
        assert message["ho_va_ten"]


def encoded(data: dict[str, bytes], encoding: str) -> tuple[bytes, str]:
    if encoding == "form":
        quoted = [f"{key}=".encode() + b"".join(b"%%%02X" % byte for byte in value) for key, value in data.items()]
        return b"&".join(quoted), "application/x-www-form-urlencoded"
    parts = [
        b'--dau\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (key.encode(), value)
        for key, value in data.items()
    ]
    return b"".join(parts) + b"--dau--\r\n", "multipart/form-data; boundary=dau"


def test_control_characters_are_removed_and_form_can_be_resubmitted(client: Client, page) -> None:
    response = send_form(client, page, {"message-noi_dung": "Xin\x00 hỏi"})
    assert response.status_code == 400
    form = parse_response(response).select_one("main form")
    assert get_field_values(form)["message-noi_dung"].strip() == "Xin hỏi"
    assert client.post(form["action"], get_field_values(form)).status_code == 302


NUMBERS = ["NaN", "Infinity", "1e999999", "9" * 5000, "-0", "٣", "1.2.3", "0x10", "²"]
DATES = ["31/02/2026", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999+14:00", "1/1/1", "٠١/٠١/٢٠٢٦", "now"]


@pytest.mark.parametrize("value", [*NUMBERS, *DATES])
def test_invalid_numbers_and_dates_are_rejected(client: Client, page, value: str) -> None:
    add_all_field_types(page, "number", "date", "datetime")
    for field in ("number", "date", "datetime"):
        response = send_form(
            client, page, {f"message-them_{field}": value, "message-noi_dung": f"{field} {value[:50]}"}
        )
        assert response.status_code in {302, 400}, field


def test_body_over_size_limit_is_rejected(client: Client, page) -> None:
    response = send_form(client, page, {"message-noi_dung": "đ" * 500_000})
    assert response.status_code == 413
    assert get_text(parse_response(response).h1)
    assert parse_response(response).select_one(f"main a[href='{page.url}']")
    many = "&".join(f"x{n}=1" for n in range(50_000))
    assert client.post(get_send_url(page), many, "application/x-www-form-urlencoded").status_code in {400, 413}
    names = "&".join(f"x{n}=1" for n in range(11_000))
    assert client.post(get_send_url(page), names, "application/x-www-form-urlencoded").status_code == 400
    assert get_stored_messages() == []


def test_form_with_all_fields_at_maximum_length_is_accepted(client: Client, page) -> None:
    body, _kind = encoded({name: ("Ế" * 5000).encode() for name in FORM_DATA}, "form")
    assert len(body) < views.MAX_BODY_SIZE


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
def test_other_content_types_are_rejected(client: Client, page, kind: str, body: bytes) -> None:
    assert client.generic("POST", get_send_url(page), body, content_type=kind).status_code == 400


def test_uploaded_files_are_ignored(client: Client, page) -> None:
    body, kind = encoded(
        {key: text.encode() for key, text in {"opened": sign_open_time(page), **FORM_DATA}.items()}, "multipart"
    )
    upload = b'--dau\r\nContent-Disposition: form-data; name="message-noi_dung"; filename="a.exe"\r\n\r\nMZ\r\n'
    assert client.post(get_send_url(page), upload + body, kind).status_code == 302
    assert get_stored_messages()[0]["noi_dung"] == FORM_DATA["message-noi_dung"]


@pytest.mark.parametrize("length", ["-5", "x", "", "99999999999999999999", "²"])
def test_invalid_content_length_is_rejected(client: Client, page, length: str) -> None:
    assert send_form(client, page, CONTENT_LENGTH=length).status_code in {302, 400, 413}
