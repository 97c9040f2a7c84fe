"""Promoted results: pages that editors set for a query, matched in any spelling."""

import unicodedata

import pytest
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.hidden_pages import HIDING_METHODS, hide_page
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> NewsPage:
    return factories.ArticleFactory(title="Điểm chuẩn", parent=factories.SectionFactory(title="Tin tức"))


def promote(term: str, **fields) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(term), **fields)


def get_promoted(client: Client, typed: str, url: str = "/tim-kiem/") -> list[str]:
    return get_texts(get_page(client, f"{url}?q={typed}").select(".promoted a"))


@pytest.mark.parametrize(
    "typed", ["tuyển sinh", "TUYEN SINH", unicodedata.normalize("NFD", "tuyển sinh"), " tuyển  sinh?"]
)
def test_every_spelling_shows_promotion(client: Client, page, typed: str) -> None:
    promote("Tuyển sinh", page=page, description="Xem trước khi nộp hồ sơ")
    assert get_promoted(client, typed) == ["Điểm chuẩn"]


@pytest.mark.parametrize("typed", ["tuyến sinh", "tuyển", "tuyển sinh lớp 10", "sinh tuyển"])
def test_other_queries_show_no_promotion(client: Client, page, typed: str) -> None:
    promote("tuyển sinh", page=page)
    assert get_promoted(client, typed) == []


def test_external_links_keep_editor_order(client: Client, page) -> None:
    promote("diem thi", external_link_url="https://thi.example/", external_link_text="Tra điểm", sort_order=0)
    promote("diem thi", page=page, sort_order=1)
    assert get_promoted(client, "điểm thi") == ["Tra điểm", "Điểm chuẩn"]
    assert get_page(client, "/tim-kiem/?q=điểm thi").select_one(".promoted a")["href"] == "https://thi.example/"


@pytest.mark.parametrize("kind", HIDING_METHODS)
def test_hidden_page_is_not_promoted(client: Client, page, kind: str) -> None:
    promote("tuyển sinh", page=page)
    hide_page(page, kind)
    assert get_promoted(client, "tuyển sinh") == []


def test_page_in_other_language_is_not_promoted(client: Client, page) -> None:
    promote("tuyển sinh", page=page)
    factories.get_home_page("en")
    assert get_promoted(client, "tuyển sinh", "/en/search/") == []


def test_moderator_can_promote_page(client: Client, page) -> None:
    admin_client = login_client(create_editor(EDITORS))
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
    assert admin_client.post("/admin/searchpicks/add/", form).status_code == 302
    assert get_promoted(client, "nghi tet") == ["Điểm chuẩn"]
