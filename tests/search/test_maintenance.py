"""What the scheduler does for search."""

import pytest
from django.test import Client

from mysite.signals import scheduler_round
from search.models import SearchEntry
from tests import factories
from tests.reading import all_words, read

pytestmark = pytest.mark.django_db


def test_an_empty_index_is_filled(client: Client) -> None:
    factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin tức"), body=[])
    SearchEntry.objects.all().delete()
    assert read(client, "/tim-kiem/?q=hội nghị").select(".results h2") == []
    scheduler_round.send(sender=None)
    assert all_words(read(client, "/tim-kiem/?q=hội nghị").select(".results h2")) == ["Hội nghị"]
    count = SearchEntry.objects.count()
    scheduler_round.send(sender=None)
    assert SearchEntry.objects.count() == count
