"""Queries of one or two very common words: top results are found in steps, without affecting the order."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation
from modelsearch.backends import get_search_backend
from modelsearch.query import Not, PlainText
from wagtail.models import Page

from newsroom.models import NewsPage
from tests.support.search_results import create_article, get_names, search_names

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def articles(django_db_setup, django_db_blocker) -> Iterator[list[NewsPage]]:
    """Twelve articles with the exact word, four of them in the title; eight with other marks."""
    with django_db_blocker.unblock(), translation.override("vi"), transaction.atomic():
        in_titles = [create_article(f"Hội {number}") for number in range(4)]
        in_texts = [create_article(f"Tin {number}", lead="Hội thảo " + "và nhiều chữ " * number) for number in range(8)]
        others = [create_article(f"Hỏi {number}", lead="Hoi " * (number + 1)) for number in range(8)]
        yield [*in_titles, *in_texts, *others]
        transaction.set_rollback(True)


@pytest.mark.parametrize("size", [1, 3, 4, 5, 12, 13, 20])
@pytest.mark.parametrize("query", ["hội", "hoi", "HỎI", "hội thảo", "hoi thao"])
def test_slices_of_any_size_make_whole_list(articles: list[NewsPage], query: str, size: int) -> None:
    results = get_search_backend().search(query, Page.objects.all())
    everything = get_names(results)
    assert len(everything) == (8 if "thao" in query or "thảo" in query else 20)
    parts = [get_names(results[start : start + size]) for start in range(0, len(everything), size)]
    assert [name for part in parts for name in part] == everything


def test_exact_word_ranks_first_and_titles_on_top(articles: list[NewsPage]) -> None:
    first = search_names("hội")[:12]
    assert {name.split()[0] for name in first[:4]} == {"Hội"}
    assert {name.split()[0] for name in first[4:]} == {"Tin"}
    assert [name.split()[0] for name in get_names(get_search_backend().search("hội", Page.objects.all())[:5])] == [
        *["Hội"] * 4,
        "Tin",
    ]


def test_filters_apply_to_top_results(articles: list[NewsPage]) -> None:
    """Filters and exclusions also apply to the results that are found first."""
    pages = Page.objects.filter(pk__in=[page.pk for page in articles[4:]])
    assert {name.split()[0] for name in search_names("hội", pages)[:3]} == {"Tin"}
    assert "Hội 1" not in search_names(PlainText("hội") & Not(PlainText("1")))[:3]
