"""Promoted results: what editors put first for a term, found by the words as search compares them."""

import unicodedata

import pytest
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from newsroom.models import NewsPage
from tests import factories
from tests.editors import client_of, editor
from tests.hidden import KINDS, hide
from tests.reading import all_words, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> NewsPage:
    return factories.ArticleFactory(title="Điểm chuẩn", parent=factories.SectionFactory(title="Tin tức"))


def promote(term: str, **fields) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(term), **fields)


def promoted(client: Client, typed: str, address: str = "/tim-kiem/") -> list[str]:
    return all_words(read(client, f"{address}?q={typed}").select(".promoted a"))


@pytest.mark.parametrize(
    "typed", ["tuyển sinh", "TUYEN SINH", unicodedata.normalize("NFD", "tuyển sinh"), " tuyển  sinh?"]
)
def test_however_it_is_typed(client: Client, page, typed: str) -> None:
    promote("Tuyển sinh", page=page, description="Xem trước khi nộp hồ sơ")
    assert promoted(client, typed) == ["Điểm chuẩn"]


@pytest.mark.parametrize("typed", ["tuyến sinh", "tuyển", "tuyển sinh lớp 10", "sinh tuyển"])
def test_not_for_other_words(client: Client, page, typed: str) -> None:
    promote("tuyển sinh", page=page)
    assert promoted(client, typed) == []


def test_links_elsewhere_in_the_editors_order(client: Client, page) -> None:
    promote("diem thi", external_link_url="https://thi.example/", external_link_text="Tra điểm", sort_order=0)
    promote("diem thi", page=page, sort_order=1)
    assert promoted(client, "điểm thi") == ["Tra điểm", "Điểm chuẩn"]
    assert read(client, "/tim-kiem/?q=điểm thi").select_one(".promoted a")["href"] == "https://thi.example/"


@pytest.mark.parametrize("kind", KINDS)
def test_never_a_hidden_page(client: Client, page, kind: str) -> None:
    promote("tuyển sinh", page=page)
    hide(page, kind)
    assert promoted(client, "tuyển sinh") == []


def test_never_a_page_of_the_other_language(client: Client, page) -> None:
    promote("tuyển sinh", page=page)
    factories.home_page("en")
    assert promoted(client, "tuyển sinh", "/en/search/") == []


def test_an_editor_promotes_a_page(client: Client, page) -> None:
    desk = client_of(editor())
    form = {
        "query_string": "Nghỉ Tết",
        "editors_picks-TOTAL_FORMS": "1",
        "editors_picks-INITIAL_FORMS": "0",
        "editors_picks-MIN_NUM_FORMS": "1",
        "editors_picks-MAX_NUM_FORMS": "1000",
        "editors_picks-0-page": str(page.pk),
        "editors_picks-0-ORDER": "1",
        "editors_picks-0-description": "",
    }
    assert desk.post("/admin/searchpicks/add/", form).status_code == 302
    assert promoted(client, "nghi tet") == ["Điểm chuẩn"]
