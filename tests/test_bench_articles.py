"""The articles that the benchmark makes of others, by the hundred: pages like any other, and all found."""

import pytest
from django.test import Client
from wagtail.models import Page

from newsroom.models import NewsPage
from tests import factories
from tests.bench.articles import multiply
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def test_made_articles_are_pages_and_found(client: Client) -> None:
    section = factories.SectionFactory()
    for number in range(5):
        title = f"{'Hội' if number % 2 else 'Hỏi'} thảo về đọc sách lần {number}"
        factories.ArticleFactory(parent=section, title=title, lead=f"Bạn đọc hội tụ, lần {number}")
    multiply(120)
    assert NewsPage.objects.count() == 605
    assert not any(Page.find_problems())
    assert NewsPage.objects.values("url_path").distinct().count() == 605
    made = NewsPage.objects.order_by("pk").last()
    assert words(read(client, made.url).h1) == made.title

    # So many results that the page looks for the best of them in several steps: no result is lost between its pages.
    first = read(client, "/tim-kiem/?q=hội")
    assert "605" in words(first.select_one(".result-count"))
    shown = []
    for number in (1, 2, 12, 13, 24, 25, 60, 61):
        page = read(client, f"/tim-kiem/?q=hội&page={number}")
        found = [link["href"] for link in page.select(".results .card-title a")]
        assert len(found) == (5 if number == 61 else 10)
        shown += found
    assert len(set(shown)) == len(shown)
