"""A request in another charset than UTF-8 is refused, whatever it asks for: nothing here writes anything else."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from mysite.wsgi import application
from tests import factories
from tests.contact import TYPED, address_of, opened, stored

#: Codecs of Python: those that are not for text, that fail, that make NUL or half characters of letters; and none.
CHARSETS = "zlib rot13 hex base64 undefined idna utf-7 unicode_escape raw_unicode_escape utf-16 latin-1 ascii x".split()
ADDRESSES = [
    "/su-kien/?thang=2026-11",
    "/khong-co/?q=a",
    "/api/v2/pages/?slug=a",
    "/admin/login/?next=a",
    "/healthz/live",
]
#: What Django fails on before it knows a charset.
UNREADABLE = [
    "text/plain; charset*=utf-8''a%00b",
    "text/plain; charset*=unicode_escape''%5cud800",
    "text/plain; charset*=idna''%ff%41",
    "text/plain; charset*=nope''%41",
    "multipart/form-data; boundary*=a%00''%41",
]


@pytest.fixture(autouse=True)
def _keep_connections() -> Iterator[None]:
    """As the client of the tests does: the beginning of a request would close the connection that they share."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(address: str, content_type: str, method: str = "GET") -> str:
    """The status that the web server gets for its answer. The client of the tests would not pass where it does."""
    found: list[str] = []
    environ = RequestFactory().generic(method, address).environ | {"CONTENT_TYPE": content_type}
    application(environ, lambda status, _headers: found.append(status))
    return found[0]


@pytest.mark.parametrize("charset", CHARSETS)
def test_no_other_charset_is_read(charset: str) -> None:
    for address in ADDRESSES:
        for kind in ("text/plain", "application/json", "application/x-www-form-urlencoded", "x"):
            assert ask(address, f"{kind}; charset={charset}") == "400 Bad Request", (address, kind)
            assert ask(address, f'{kind}; a=b; CharSet="{charset}"') == "400 Bad Request", (address, kind)
    assert ask("/gui-loi-nhan/1/", f"multipart/form-data; boundary=X; charset={charset}", "POST") == "400 Bad Request"


@pytest.mark.parametrize("content_type", UNREADABLE)
def test_what_django_cannot_make_a_request_of(content_type: str) -> None:
    assert ask("/", content_type) == "400 Bad Request"


UTF8 = ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf8"', "; charset=U8"]


@pytest.mark.parametrize("charset", UTF8)
def test_utf8_by_any_of_its_names(charset: str) -> None:
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=X"):
        assert ask("/healthz/live", kind + charset) == "200 OK"


@pytest.mark.django_db
@pytest.mark.parametrize("charset", UTF8)
def test_a_form_in_utf8_is_read(client: Client, charset: str) -> None:
    page = factories.ContactPageFactory(slug="lien-he")
    body = RequestFactory().post("/", {"opened": opened(page), "leave_empty": "", **TYPED}).body
    content_type = f"multipart/form-data; boundary=BoUnDaRyStRiNg{charset}"
    assert client.generic("POST", address_of(page), body, content_type).status_code == 302
    assert stored()[0]["ho_va_ten"] == TYPED["message-ho_va_ten"]
