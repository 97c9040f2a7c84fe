"""One or two words that very many texts have: what comes first is looked for alone, and the order stays one order."""

import pytest
from modelsearch.backends import get_search_backend
from modelsearch.query import Not, PlainText
from wagtail.models import Page

from newsroom.models import NewsPage
from tests.search.finding import article, found, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles() -> list[NewsPage]:
    """Twelve that have the word as it is asked for, four of them in the title; eight that have it with other marks."""
    in_titles = [article(f"Hội {number}") for number in range(4)]
    in_texts = [article(f"Tin {number}", lead="Hội thảo " + "và nhiều chữ " * number) for number in range(8)]
    others = [article(f"Hỏi {number}", lead="Hoi " * (number + 1)) for number in range(8)]
    return [*in_titles, *in_texts, *others]


@pytest.mark.parametrize("size", [1, 3, 4, 5, 12, 13, 20])
@pytest.mark.parametrize("query", ["hội", "hoi", "HỎI", "hội thảo", "hoi thao"])
def test_pages_of_any_size_make_the_whole_list(articles: list[NewsPage], query: str, size: int) -> None:
    results = get_search_backend().search(query, Page.objects.all())
    everything = names(results)
    assert len(everything) == (8 if "thao" in query or "thảo" in query else 20)
    parts = [names(results[start : start + size]) for start in range(0, len(everything), size)]
    assert [name for part in parts for name in part] == everything


def test_the_word_as_written_comes_first_and_in_titles_before_all(articles: list[NewsPage]) -> None:
    first = found("hội")[:12]
    assert {name.split()[0] for name in first[:4]} == {"Hội"}
    assert {name.split()[0] for name in first[4:]} == {"Tin"}
    assert [name.split()[0] for name in names(get_search_backend().search("hội", Page.objects.all())[:5])] == [
        *["Hội"] * 4,
        "Tin",
    ]


def test_what_is_narrowed_stays_so(articles: list[NewsPage]) -> None:
    """The texts that come first are no more than the others what was excluded, or of other pages."""
    pages = Page.objects.filter(pk__in=[page.pk for page in articles[4:]])
    assert {name.split()[0] for name in found("hội", pages)[:3]} == {"Tin"}
    assert "Hội 1" not in found(PlainText("hội") & Not(PlainText("1")))[:3]
