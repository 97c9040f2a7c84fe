"""The search page, whatever engine is behind it."""

import pytest
from django.test import Client

from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


def test_before_anything_is_asked(client: Client) -> None:
    page = read(client, "/tim-kiem/")
    assert words(page.h1) == "Tìm kiếm"
    assert page.select(".results li") == []
    assert page.select_one("main form")["action"] == "/tim-kiem/"


def test_every_page_can_ask(client: Client) -> None:
    form = read(client, "/").select_one(".site-header form[role=search]")
    assert (form["action"], form.get("method", "get")) == ("/tim-kiem/", "get")
    assert form.select_one("input[type=search]")["name"] == "q"
    assert read(client, "/en/").select_one("form[role=search]")["action"] == "/en/search/"


def test_hits_lead_to_their_pages(client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị tổng kết")
    factories.ArticleFactory(title="Khai giảng")
    page = read(client, "/tim-kiem/?q=Hội nghị")
    assert "“Hội nghị”" in words(page.select_one(".result-count"))
    links = page.select(".results a")
    assert (all_words(links), links[0]["href"]) == (["Hội nghị tổng kết"], article.url)
    assert page.select_one("main input[type=search]")["value"] == "Hội nghị"


def test_nothing_found_says_so(client: Client) -> None:
    page = read(client, "/tim-kiem/?q=xyz")
    assert words(page.select_one(".result-count")).startswith("Không tìm thấy kết quả nào cho “xyz”")


def test_pages_of_results_keep_the_question(client: Client) -> None:
    factories.ArticleFactory.create_batch(25, parent=factories.SectionFactory())
    page = read(client, "/tim-kiem/?q=Hội+nghị")
    following = read(client, f"/tim-kiem/{page.select_one('.pagination [rel=next]')['href']}")
    assert len(following.select(".results li")) == 5


def test_what_is_asked_is_text_not_markup(client: Client) -> None:
    page = read(client, "/tim-kiem/?q=<script>alert(1)</script>\"'")
    assert page.select("main script") == []
    assert page.select_one("main input[type=search]")["value"] == "<script>alert(1)</script>\"'"
