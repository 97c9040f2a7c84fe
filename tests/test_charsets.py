"""Requests in another charset than UTF-8 are rejected, whatever their URL."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from mysite.wsgi import application
from tests.support import factories
from tests.support.contact_form import FORM_DATA, get_send_url, get_stored_messages, sign_open_time

#: Python codecs that are not for text, that fail, or that decode letters to NUL or surrogates; and unknown names.
CHARSETS = "zlib rot13 hex base64 undefined idna utf-7 unicode_escape raw_unicode_escape utf-16 latin-1 ascii x".split()
URLS = [
    "/su-kien/?thang=2026-11",
    "/khong-co/?q=a",
    "/api/v2/pages/?slug=a",
    "/admin/login/?next=a",
    "/healthz/live",
]
#: Content types that Django cannot parse.
UNREADABLE = [
    "text/plain; charset*=utf-8''a%00b",
    "text/plain; charset*=unicode_escape''%5cud800",
    "text/plain; charset*=idna''%ff%41",
    "text/plain; charset*=nope''%41",
    "multipart/form-data; boundary*=a%00''%41",
]


@pytest.fixture(autouse=True)
def _keep_database_connections() -> Iterator[None]:
    """As the test client does: otherwise the start of a request would close the shared connection."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def post_status(url: str, content_type: str, method: str = "GET") -> str:
    """Return the status that the WSGI server gets. Some of these requests fail in the test client itself."""
    statuses: list[str] = []
    environ = RequestFactory().generic(method, url).environ | {"CONTENT_TYPE": content_type}
    application(environ, lambda status, _headers: statuses.append(status))
    return statuses[0]


@pytest.mark.parametrize("charset", CHARSETS)
def test_other_charsets_are_rejected(charset: str) -> None:
    for url in URLS:
        for kind in ("text/plain", "application/json", "application/x-www-form-urlencoded", "x"):
            assert post_status(url, f"{kind}; charset={charset}") == "400 Bad Request", (url, kind)
            assert post_status(url, f'{kind}; a=b; CharSet="{charset}"') == "400 Bad Request", (url, kind)
    assert (
        post_status("/gui-loi-nhan/1/", f"multipart/form-data; boundary=X; charset={charset}", "POST")
        == "400 Bad Request"
    )


@pytest.mark.parametrize("content_type", UNREADABLE)
def test_unparsable_content_type_is_rejected(content_type: str) -> None:
    assert post_status("/", content_type) == "400 Bad Request"


UTF8 = ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf8"', "; charset=U8"]


@pytest.mark.parametrize("charset", UTF8)
def test_utf8_aliases_are_accepted(charset: str) -> None:
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=X"):
        assert post_status("/healthz/live", kind + charset) == "200 OK"


@pytest.mark.django_db
@pytest.mark.parametrize("charset", UTF8)
def test_utf8_form_is_accepted(client: Client, charset: str) -> None:
    page = factories.ContactPageFactory(slug="lien-he")
    body = RequestFactory().post("/", {"opened": sign_open_time(page), "leave_empty": "", **FORM_DATA}).body
    content_type = f"multipart/form-data; boundary=BoUnDaRyStRiNg{charset}"
    assert client.generic("POST", get_send_url(page), body, content_type).status_code == 302
    assert get_stored_messages()[0]["ho_va_ten"] == FORM_DATA["message-ho_va_ten"]
