"""Suggestions in the search box."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support import factories

pytestmark = pytest.mark.django_db


def get_suggestions(client: Client, typed: str, url: str = "/tim-kiem/goi-y/") -> list[str]:
    response = client.get(f"{url}?q={quote(typed)}")
    assert response.status_code == 200
    return [suggestion["title"] for suggestion in response.json()["suggestions"]]


@pytest.fixture
def section():
    return factories.SectionFactory(title="Tin tức")


@pytest.mark.parametrize("typed", ["hoi ng", "Hội n", "HOI NGHI T", "ho\u0302\u0323i nghi\u0323", "hộ", "tổng kế", "h"])
def test_titles_are_matched_by_prefix(client: Client, section, typed: str) -> None:
    factories.ArticleFactory(title="Hội nghị tổng kết", parent=section)
    factories.ArticleFactory(title="Khai giảng năm mới", parent=section)
    assert get_suggestions(client, typed) == ["Hội nghị tổng kết"]


def test_matching_marks_and_adjacent_words_rank_first(client: Client, section) -> None:
    for title in ("Bạn đọc hỏi", "Bán vé số", "Bàn giao trường", "Giao lưu bàn học"):
        factories.ArticleFactory(title=title, parent=section)
    assert set(get_suggestions(client, "bàn")[:2]) == {"Giao lưu bàn học", "Bàn giao trường"}
    assert get_suggestions(client, "bàn gi")[0] == "Bàn giao trường"


def test_sections_events_and_pages_are_suggested(client: Client) -> None:
    factories.EventFactory(title="Thi học kỳ", parent=factories.EventSectionFactory(title="Thi đua"))
    factories.SectionFactory(title="Thi cử")
    response = client.get("/tim-kiem/goi-y/?q=thi")
    kinds = {
        suggestion["title"]: (suggestion["kind"], suggestion["url"]) for suggestion in response.json()["suggestions"]
    }
    assert kinds["Thi học kỳ"] == ("Sự kiện", "/thi-dua/thi-hoc-ky/")
    assert kinds["Thi cử"] == ("Trang", "/thi-cu/")


@pytest.mark.parametrize("typed", ["", " ", "?", "xyzq"])
def test_no_suggestions(client: Client, section, typed: str) -> None:
    assert get_suggestions(client, typed) == []


def test_suggestions_are_in_active_language(client: Client, section) -> None:
    factories.ArticleFactory(title="Exam thi", parent=section)
    english = factories.SectionFactory(title="News", parent=factories.get_home_page("en"))
    factories.ArticleFactory(title="Exam results", parent=english)
    assert get_suggestions(client, "exam") == ["Exam thi"]
    assert get_suggestions(client, "exam", "/en/search/suggestions/") == ["Exam results"]


def test_suggestions_need_few_queries_and_are_not_cached(client: Client, section) -> None:
    factories.ArticleFactory.create_batch(20, parent=section)
    get_suggestions(client, "hội")
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/tim-kiem/goi-y/?q=hội")
    assert len(captured) <= 2
    assert len(response.json()["suggestions"]) == 8
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_the_script_is_small() -> None:
    from django.contrib.staticfiles import finders

    with open(finders.find("mysite/js/suggest.js"), "rb") as file:
        assert len(file.read()) <= 5 * 1024
