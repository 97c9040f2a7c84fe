"""The generated articles of the benchmarks are pages like any other, and searchable."""

from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Page

from newsroom.models import NewsPage
from tests.bench import site_growth
from tests.bench.articles import multiply_articles
from tests.support import factories
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db


def test_generated_articles_are_pages_and_searchable(client: Client) -> None:
    section = factories.SectionFactory()
    for number in range(5):
        title = f"{'Hội' if number % 2 else 'Hỏi'} thảo về đọc sách lần {number}"
        factories.ArticleFactory(parent=section, title=title, lead=f"Bạn đọc hội tụ, lần {number}")
    multiply_articles(120)
    assert NewsPage.objects.count() == 605
    assert not any(Page.find_problems())
    assert NewsPage.objects.values("url_path").distinct().count() == 605
    made = NewsPage.objects.order_by("pk").last()
    assert get_text(get_page(client, made.url).h1) == made.title

    # So many results that the top ones are found in several steps, without losing any between pages.
    first = get_page(client, "/tim-kiem/?q=hội")
    assert "605" in get_text(first.select_one(".result-count"))
    shown = []
    for number in (1, 2, 12, 13, 24, 25, 60, 61):
        page = get_page(client, f"/tim-kiem/?q=hội&page={number}")
        links = [link["href"] for link in page.select(".results .card-title a")]
        assert len(links) == (5 if number == 61 else 10)
        shown += links
    assert len(set(shown)) == len(shown)


def test_grown_site_has_older_articles_with_tags_and_authors(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_growth, "ARTICLES", Path("missing"))
    author = factories.AuthorFactory()
    article = factories.ArticleFactory(title="Hội thảo đọc sách", tags=("Tuyển sinh",), authors=(author,))
    article.save_revision().publish()
    site_growth.grow_site(300)
    site_growth.grow_site(600)
    assert NewsPage.objects.count() == 600
    assert not any(Page.find_problems())
    assert {page.first_published_at for page in NewsPage.objects.order_by("-first_published_at")[:1]} == {
        article.first_published_at
    }
    for url in (article.tags.first().get_absolute_url(), author.get_absolute_url(), article.get_parent().url):
        assert "page=50" in client.get(url).content.decode()
    assert "600" in get_text(get_page(client, "/tim-kiem/?q=đọc sách").select_one(".result-count"))
