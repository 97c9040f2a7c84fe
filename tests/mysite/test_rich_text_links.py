"""Links in rich text: only to pages that visitors can see, in the active language."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.hidden_pages import HIDING_METHODS, hide_page
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db


def page_linking_to(keys: Iterable[object]) -> str:
    """Return the URL of a page whose text links to the pages with ``keys``."""
    text = "".join(f'<p><a linktype="page" id="{key}">trang {n}</a></p>' for n, key in enumerate(keys))
    return factories.StandardPageFactory(body=[{"type": "paragraph", "value": text}]).url


def get_links(client: Client, url: str) -> list[tuple[str, str | None]]:
    """Return the links in the text of a page: their texts and URLs."""
    return [(get_text(link), link.get("href")) for link in get_page(client, url).select("main p a")]


def get_rendered_links(client: Client, *keys: object) -> list[tuple[str, str | None]]:
    return get_links(client, page_linking_to(keys))


def test_link_to_live_page_is_rendered(client: Client) -> None:
    article = factories.ArticleFactory()
    assert get_rendered_links(client, article.pk) == [("trang 0", article.url)]


@pytest.mark.parametrize("kind", HIDING_METHODS)
def test_link_to_hidden_page_is_rendered_as_text(client: Client, kind: str) -> None:
    article = factories.ArticleFactory()
    hide_page(article, kind)
    assert get_rendered_links(client, article.pk) == [("trang 0", None)]


def test_invalid_links_are_rendered_as_text(client: Client) -> None:
    keys = ["", "x", "9" * 40, 0, -1, 999_999]
    assert get_rendered_links(client, *keys) == [(f"trang {n}", None) for n in range(len(keys))]


def test_link_to_translated_page_uses_active_language(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    english = Locale.objects.get(language_code="en")
    news = section.copy_for_translation(english)
    news.title = "News"
    news.save_revision().publish()
    assert get_rendered_links(client, news.pk) == [("trang 0", "/tin-tuc/")]
    text = f'<p><a linktype="page" id="{section.pk}">news</a></p>'
    body = [{"type": "paragraph", "value": text}]
    page = factories.StandardPageFactory(parent=factories.get_home_page("en"), locale=english, body=body)
    assert get_page(client, page.url).select_one("main p a")["href"] == f"/en/{news.slug}/"


def test_query_count_does_not_grow_with_links(client: Client) -> None:
    articles: list[NewsPage] = factories.ArticleFactory.create_batch(20, parent=factories.SectionFactory())
    counts = []
    for chosen in (articles[:1], articles):
        url = page_linking_to([article.pk for article in chosen])
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert len(get_links(client, url)) == len(chosen)
        counts.append(len(captured))
    assert counts[0] == counts[1]
