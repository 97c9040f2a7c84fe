"""Public pages set no cookies and are the same for all visitors, whatever cookies are sent."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from tests.support import factories, page_metadata
from tests.support.editors import create_editor, login_client
from tests.support.html import get_page

pytestmark = pytest.mark.django_db

VALUES = ["abc", "", "x" * 7, "x" * 31, "X" * 32, "x" * 33, "đ" * 32, "x" * 5000, '"\\000aaaaaaaaaaa"', "0" * 32]
NAMES = ["sessionid", "csrftoken", "messages", "django_language", settings.SESSION_COOKIE_NAME]


@pytest.fixture
def urls(client: Client) -> list[str]:
    article = factories.ArticleFactory(slug="lich-thi", tags=("Tuyển sinh",))
    section = factories.EventSectionFactory(title="Sự kiện", slug="su-kien")
    event = factories.EventFactory(parent=section)
    contact = factories.ContactPageFactory(slug="lien-he")
    default_storage.save("images/anh.png", ContentFile(b"\x89PNG"))
    card = page_metadata.read_open_graph(get_page(client, article.url))["og:image"][0].removeprefix("http://testserver")
    pages = ["/", article.url, section.url, event.url, contact.url, "/the/tuyen-sinh/", "/tim-kiem/?q=a"]
    return [*pages, "/rss/", "/lich.ics", "/sitemap.xml", "/robots.txt", "/media/images/anh.png", card]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_public_pages_set_and_read_no_cookies(urls: list[str], value: str) -> None:
    cookies = "; ".join(f"{name}={value}" for name in [*NAMES, settings.CSRF_COOKIE_NAME])
    for url in [*urls, "/khong-co/"]:
        response = Client().get(url, headers={"cookie": cookies.encode().decode("latin-1")})
        assert response.status_code == (404 if url == "/khong-co/" else 200), url
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_admin_redirects_to_login(value: str) -> None:
    """Also for a session key with NUL, for which PostgreSQL would raise an exception."""
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = {"cookie": f"{name}={value}".encode().decode("latin-1")}
        assert Client().get("/admin/", headers=cookie).status_code == 302
        assert Client().get("/admin/login/", headers=cookie).status_code == 200


def test_login_keeps_session() -> None:
    user = create_editor()
    assert login_client(user).get("/admin/").status_code == 200
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = "abc"
    form = get_page(client, "/admin/login/")
    token = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    typed = {"username": user.username, "password": "mat-khau", "csrfmiddlewaretoken": token}
    assert client.post("/admin/login/", typed).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_cookie_names_are_not_django_defaults() -> None:
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}.isdisjoint({"sessionid", "csrftoken"})
