"""The page for URLs that do not exist: search box, newest articles, whom to tell."""

import pytest
from django.test import Client

from home.not_found import build_query
from mysite.generation_cache import GenerationCache
from tests.support import factories
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/tin-tuc/tuyen-sinh-lop-10-2026.html", "tuyen sinh lop 10 2026"),
        ("/tin/Ke_hoach_thi-1234567.aspx", "Ke hoach thi"),
        ("/tin/h%E1%BB%99i-thi/", "hội thi"),
        ("/van-ban/12345/", "van ban"),
        ("/%FF/2014/", ""),
        ("/" + "a-" * 500, "a a a a a a a a a a a a"),
        ("/", ""),
    ],
)
def test_words_of_the_url(path: str, query: str) -> None:
    assert build_query(path) == query


def test_page_offers_search_newest_articles_and_contact(client: Client) -> None:
    home = factories.get_home_page()
    home.email = "van-phong@so.example"
    home.save()
    articles = factories.ArticleFactory.create_batch(6)
    articles[5].unpublish()
    page = get_page(client, articles[5].url, status=404)
    assert page.select_one("main input[name=q]")["value"].split()[-1] == articles[5].slug.split("-")[-1]
    newest = sorted(articles[:5], key=lambda article: article.first_published_at, reverse=True)
    assert get_texts(page.select(".text-rows a")) == [article.title for article in newest]
    assert get_text(page.select_one(".report-problem a")) == "van-phong@so.example"


def test_newest_articles_cost_one_query_per_generation(client: Client, django_assert_max_num_queries) -> None:
    factories.ArticleFactory()
    client.get("/khong-co/")
    with GenerationCache().open("testserver"):
        assert client.get("/khong-co-1/").status_code == 404
        with django_assert_max_num_queries(10) as captured:
            assert client.get("/khong-co-2/").status_code == 404
    assert [query for query in captured.captured_queries if "newsroom_newspage" in query["sql"]] == []
