"""Index maintenance by the scheduler."""

import pytest
from django.test import Client
from modelsearch.backends import get_search_backend

from mysite.signals import scheduler_round
from search.models import SearchEntry
from tests.support import factories
from tests.support.html import get_page, get_texts
from tests.support.search_results import create_article, search_names

pytestmark = pytest.mark.django_db


def test_an_empty_index_is_filled(client: Client) -> None:
    factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin tức"), body=[])
    SearchEntry.objects.all().delete()
    assert get_page(client, "/tim-kiem/?q=hội nghị").select(".results h2") == []
    scheduler_round.send(sender=None)
    assert get_texts(get_page(client, "/tim-kiem/?q=hội nghị").select(".results h2")) == ["Hội nghị"]
    count = SearchEntry.objects.count()
    scheduler_round.send(sender=None)
    assert SearchEntry.objects.count() == count


def test_reset_index_finds_nothing() -> None:
    create_article("Hội nghị")
    get_search_backend().reset_indexes()
    assert search_names("hội nghị") == []
