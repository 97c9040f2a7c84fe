"""Links in running text lead where visitors may go, in the language being read, or nowhere."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from newsroom.models import NewsPage
from tests import factories
from tests.hidden import KINDS, hide
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def page_linking_to(keys: Iterable[object]) -> str:
    """The address of a page whose text links to the pages with ``keys``."""
    text = "".join(f'<p><a linktype="page" id="{key}">trang {n}</a></p>' for n, key in enumerate(keys))
    return factories.StandardPageFactory(body=[{"type": "paragraph", "value": text}]).url


def links_of(client: Client, address: str) -> list[tuple[str, str | None]]:
    """The links in the text of a page: their words and addresses."""
    return [(words(link), link.get("href")) for link in read(client, address).select("main p a")]


def links_in(client: Client, *keys: object) -> list[tuple[str, str | None]]:
    return links_of(client, page_linking_to(keys))


def test_a_link_leads_to_a_page_that_is_there(client: Client) -> None:
    article = factories.ArticleFactory()
    assert links_in(client, article.pk) == [("trang 0", article.url)]


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_hidden_page_the_words_stay(client: Client, kind: str) -> None:
    article = factories.ArticleFactory()
    hide(article, kind)
    assert links_in(client, article.pk) == [("trang 0", None)]


def test_spoilt_links(client: Client) -> None:
    keys = ["", "x", "9" * 40, 0, -1, 999_999]
    assert links_in(client, *keys) == [(f"trang {n}", None) for n in range(len(keys))]


def test_a_translation_goes_before_the_page_itself(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    english = Locale.objects.get(language_code="en")
    news = section.copy_for_translation(english)
    news.title = "News"
    news.save_revision().publish()
    assert links_in(client, news.pk) == [("trang 0", "/tin-tuc/")]
    text = f'<p><a linktype="page" id="{section.pk}">news</a></p>'
    body = [{"type": "paragraph", "value": text}]
    page = factories.StandardPageFactory(parent=factories.home_page("en"), locale=english, body=body)
    assert read(client, page.url).select_one("main p a")["href"] == f"/en/{news.slug}/"


def test_many_links_cost_as_much_as_one(client: Client) -> None:
    articles: list[NewsPage] = factories.ArticleFactory.create_batch(20, parent=factories.SectionFactory())
    counts = []
    for chosen in (articles[:1], articles):
        address = page_linking_to([article.pk for article in chosen])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert len(links_of(client, address)) == len(chosen)
        counts.append(len(captured))
    assert counts[0] == counts[1]
