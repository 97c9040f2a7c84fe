"""Public pages set no cookie and are the same for everybody, whatever cookies somebody sends."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from tests import factories, found
from tests.editors import client_of, editor
from tests.reading import read

pytestmark = pytest.mark.django_db

VALUES = ["abc", "", "x" * 7, "x" * 31, "X" * 32, "x" * 33, "đ" * 32, "x" * 5000, '"\\000aaaaaaaaaaa"', "0" * 32]
NAMES = ["sessionid", "csrftoken", "messages", "django_language", settings.SESSION_COOKIE_NAME]


@pytest.fixture
def addresses(client: Client) -> list[str]:
    article = factories.ArticleFactory(slug="lich-thi", tags=("Tuyển sinh",))
    section = factories.EventSectionFactory(title="Sự kiện", slug="su-kien")
    event = factories.EventFactory(parent=section)
    contact = factories.ContactPageFactory(slug="lien-he")
    default_storage.save("images/anh.png", ContentFile(b"\x89PNG"))
    card = found.open_graph(read(client, article.url))["og:image"][0].removeprefix("http://testserver")
    pages = ["/", article.url, section.url, event.url, contact.url, "/the/tuyen-sinh/", "/tim-kiem/?q=a"]
    return [*pages, "/rss/", "/lich.ics", "/sitemap.xml", "/robots.txt", "/media/images/anh.png", card]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_public_answers_set_and_read_no_cookie(addresses: list[str], value: str) -> None:
    for name in [*NAMES, settings.CSRF_COOKIE_NAME]:
        for address in [*addresses, "/khong-co/"]:
            response = Client().get(address, headers={"cookie": f"{name}={value}".encode().decode("latin-1")})
            assert response.status_code == (404 if address == "/khong-co/" else 200), address
            assert not response.cookies, (address, name)
            assert "Cookie" not in response.get("Vary", ""), (address, name)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_the_desk_asks_who_it_is(value: str) -> None:
    """Also for a key with a NUL, which PostgreSQL would refuse with an exception."""
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = {"cookie": f"{name}={value}".encode().decode("latin-1")}
        assert Client().get("/admin/", headers=cookie).status_code == 302
        assert Client().get("/admin/login/", headers=cookie).status_code == 200


def test_whoever_signs_in_stays_so() -> None:
    user = editor()
    assert client_of(user).get("/admin/").status_code == 200
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = "abc"
    form = read(client, "/admin/login/")
    token = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    typed = {"username": user.username, "password": "mat-khau", "csrfmiddlewaretoken": token}
    assert client.post("/admin/login/", typed).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_cookies_of_another_site_of_the_office_are_not_ours() -> None:
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}.isdisjoint({"sessionid", "csrftoken"})
