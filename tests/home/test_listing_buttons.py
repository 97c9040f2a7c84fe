"""The button “Translate this page” in page listings."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.models import NewsPage, NewsSection
from tests.support import factories
from tests.support.translations import submit_for_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(admin_client: Client) -> NewsSection:
    section = factories.SectionFactory(title="Tin tức")
    submit_for_translation(section)
    return section


def find_translatable(client: Client, section: NewsSection) -> set[int]:
    """Return the articles in the listing of ``section`` that have the button."""
    page = BeautifulSoup(client.get(reverse("wagtailadmin_explore", args=[section.pk])).content, "html.parser")
    articles = NewsPage.objects.child_of(section)
    urls = {article.pk: reverse("wagtail_localize:submit_page_translation", args=[article.pk]) for article in articles}
    return {number for number, url in urls.items() if page.select_one(f'table.listing a[href="{url}"]')}


def test_button_is_shown_until_page_is_translated(admin_client: Client, section: NewsSection) -> None:
    translated, other = factories.ArticleFactory.create_batch(2, parent=section)
    assert find_translatable(admin_client, section) == {translated.pk, other.pk}
    submit_for_translation(translated)
    assert find_translatable(admin_client, section) == {other.pk}


def test_query_count_does_not_grow_with_rows(admin_client: Client, section: NewsSection) -> None:
    url, counts = reverse("wagtailadmin_explore", args=[section.pk]), []
    for _ in range(2):
        factories.ArticleFactory.create_batch(5, parent=section)
        admin_client.get(url)
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
