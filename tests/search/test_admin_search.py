"""The admin's own searches find Vietnamese however it is typed, through the admin's own views."""

import unicodedata
from urllib.parse import quote

import pytest
from django.test import Client

from tests import factories
from tests.editors import MODERATORS, client_of, editor

pytestmark = pytest.mark.django_db

TITLE, OTHER = "Hội nghị tổng kết", "Khai giảng năm mới"
TYPED = ["hoi nghi", "Hội nghị", "HỘI NGHỊ", unicodedata.normalize("NFD", "hội nghị"), "hoi ngh", "tổng k", "TONG KET"]


@pytest.fixture
def desk() -> Client:
    return client_of(editor(MODERATORS, is_superuser=True))


def shown(desk: Client, address: str, typed: str) -> tuple[bool, bool]:
    """Whether the answer shows the one that was asked for, and the other."""
    response = desk.get(
        f"{address}{'&' if '?' in address else '?'}q={quote(typed)}", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.status_code == 200
    text = response.content.decode()
    return TITLE in text, OTHER in text


@pytest.mark.parametrize("typed", TYPED)
def test_pages(desk: Client, typed: str) -> None:
    section = factories.SectionFactory(title="Tin tức")
    for title in (TITLE, OTHER):
        factories.ArticleFactory(title=title, parent=section, live=title == TITLE)
    for address in (
        "/admin/pages/search/results/",
        f"/admin/pages/{section.pk}/results/",
        "/admin/choose-page/search/",
        "/admin/choose-page/search/?page_type=newsroom.newspage",
    ):
        assert shown(desk, address, typed) == (True, False), address


def test_drafts_are_found_by_editors_only(desk: Client, client: Client) -> None:
    draft = factories.ArticleFactory(title=TITLE, parent=factories.SectionFactory(title="Tin tức"))
    draft.unpublish()
    assert shown(desk, "/admin/pages/search/results/", "hoi nghi") == (True, False)
    assert TITLE not in client.get("/tim-kiem/?q=hoi+nghi").content.decode()


@pytest.mark.parametrize("typed", TYPED)
def test_images_and_documents(desk: Client, typed: str) -> None:
    for title in (TITLE, OTHER):
        factories.SmallImageFactory(title=title)
        factories.DocumentFactory(title=title)
    for address in (
        "/admin/images/results/",
        "/admin/images/chooser/results/",
        "/admin/documents/results/",
        "/admin/documents/chooser/results/",
    ):
        assert shown(desk, address, typed) == (True, False), address


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("factory", "model"), [(factories.AuthorFactory, "author"), (factories.UnitFactory, "unit")])
def test_authors_and_units(desk: Client, typed: str, factory, model: str) -> None:
    for name in (TITLE, OTHER):
        factory(name=name)
    for address in (f"/admin/snippets/newsroom/{model}/results/", f"/admin/snippets/choose/newsroom/{model}/results/"):
        assert shown(desk, address, typed) == (True, False), address


def test_kinds_of_pages_are_counted(desk: Client) -> None:
    section = factories.SectionFactory(title="Hội nghị các nơi")
    factories.ArticleFactory.create_batch(3, title=TITLE, parent=section)
    response = desk.get("/admin/pages/search/?q=hoi+nghi")
    kinds = {kind.model: count for kind, count in response.context["content_types"]}
    assert kinds == {"newspage": 3, "newssection": 1}


@pytest.mark.parametrize("typed", ['"', "(", "a" * 5000, "'; --", "😀", "*", " ", "\u202e"])
def test_hostile_text(desk: Client, typed: str) -> None:
    for address in ("/admin/pages/search/", "/admin/images/", "/admin/documents/", "/admin/choose-page/search/"):
        assert desk.get(address, {"q": typed}).status_code == 200
