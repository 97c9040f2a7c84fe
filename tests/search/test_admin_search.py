"""The admin's searches find Vietnamese text in any spelling."""

import unicodedata
from urllib.parse import quote

import pytest
from django.test import Client

from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db

TITLE, OTHER = "Hội nghị tổng kết", "Khai giảng năm mới"
TYPED = ["hoi nghi", "Hội nghị", "HỘI NGHỊ", unicodedata.normalize("NFD", "hội nghị"), "hoi ngh", "tổng k", "TONG KET"]


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS, is_superuser=True))


def shows_titles(admin_client: Client, url: str, typed: str) -> tuple[bool, bool]:
    """Return whether the response contains the matching object, and whether the other."""
    response = admin_client.get(
        f"{url}{'&' if '?' in url else '?'}q={quote(typed)}", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.status_code == 200
    text = response.content.decode()
    return TITLE in text, OTHER in text


@pytest.mark.parametrize("typed", TYPED)
def test_pages_are_found(admin_client: Client, typed: str) -> None:
    section = factories.SectionFactory(title="Tin tức")
    for title in (TITLE, OTHER):
        factories.ArticleFactory(title=title, parent=section, live=title == TITLE)
    for url in (
        "/admin/pages/search/results/",
        f"/admin/pages/{section.pk}/results/",
        "/admin/choose-page/search/",
        "/admin/choose-page/search/?page_type=newsroom.newspage",
    ):
        assert shows_titles(admin_client, url, typed) == (True, False), url


def test_drafts_are_found_in_admin_only(admin_client: Client, client: Client) -> None:
    draft = factories.ArticleFactory(title=TITLE, parent=factories.SectionFactory(title="Tin tức"))
    draft.unpublish()
    assert shows_titles(admin_client, "/admin/pages/search/results/", "hoi nghi") == (True, False)
    assert TITLE not in client.get("/tim-kiem/?q=hoi+nghi").content.decode()


@pytest.mark.parametrize("typed", TYPED)
def test_images_and_documents_are_found(admin_client: Client, typed: str) -> None:
    for title in (TITLE, OTHER):
        factories.SmallImageFactory(title=title)
        factories.DocumentFactory(title=title)
    for url in (
        "/admin/images/results/",
        "/admin/images/chooser/results/",
        "/admin/documents/results/",
        "/admin/documents/chooser/results/",
    ):
        assert shows_titles(admin_client, url, typed) == (True, False), url


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("factory", "model"), [(factories.AuthorFactory, "author"), (factories.UnitFactory, "unit")])
def test_authors_and_units_are_found(admin_client: Client, typed: str, factory, model: str) -> None:
    for name in (TITLE, OTHER):
        factory(name=name)
    for url in (f"/admin/snippets/newsroom/{model}/results/", f"/admin/snippets/choose/newsroom/{model}/results/"):
        assert shows_titles(admin_client, url, typed) == (True, False), url


def test_page_types_are_counted(admin_client: Client) -> None:
    section = factories.SectionFactory(title="Hội nghị các nơi")
    factories.ArticleFactory.create_batch(3, title=TITLE, parent=section)
    response = admin_client.get("/admin/pages/search/?q=hoi+nghi")
    kinds = {kind.model: count for kind, count in response.context["content_types"]}
    assert kinds == {"newspage": 3, "newssection": 1}


@pytest.mark.parametrize("typed", ['"', "(", "a" * 5000, "'; --", "😀", "*", " ", "\u202e"])
def test_hostile_queries_cause_no_server_error(admin_client: Client, typed: str) -> None:
    for url in ("/admin/pages/search/", "/admin/images/", "/admin/documents/", "/admin/choose-page/search/"):
        assert admin_client.get(url, {"q": typed}).status_code == 200
