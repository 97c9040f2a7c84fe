"""How many queries pages of events cost: within the budget, and the same with five events as with fifty."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from newsroom.models import EventArticle, EventAttachment, EventPage, NewsPageRelatedPage
from tests import factories

pytestmark = pytest.mark.django_db

BUDGET = 18


def test_budget_at_every_size(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    below = factories.EventSectionFactory(title="Hội thi", parent=section)
    unit, images = factories.UnitFactory(), factories.SmallImageFactory.create_batch(3)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    articles = factories.ArticleFactory.create_batch(3)

    def event(**fields: object) -> EventPage:
        return factories.EventFactory(parent=below, main_image=images[0], organiser=unit, **fields)

    one = event(body=[factories.gallery(images)], repeat="weekly", repeat_count=5, exceptions=(tomorrow,))
    for article in articles:
        EventArticle.objects.create(event=one, article=article, locale=one.locale)
        NewsPageRelatedPage.objects.create(article=article, page=one, locale=article.locale)
        EventAttachment.objects.create(event=one, document=factories.DocumentFactory(), locale=one.locale)
    addresses = [
        section.url,
        f"{section.url}?qua=1",
        f"{section.url}?thang={tomorrow:%Y-%m}",
        f"{section.url}rss/",
        f"{section.url}lich.ics",
        "/lich.ics",
        one.url,
        f"{one.url}lich.ics",
    ]
    counts: dict[str, list[int]] = {address: [] for address in addresses}
    for size in (6, 60):
        with disable_reference_index_auto_update():
            for number in range(EventPage.objects.count(), size):
                past = {"start_date": tomorrow - datetime.timedelta(days=number + 60)}
                left_out = (tomorrow + datetime.timedelta(days=1),)
                event(**(past if number % 3 else {"repeat": "daily", "repeat_count": 9, "exceptions": left_out}))
        for address in addresses:
            assert client.get(address).status_code == 200, address
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts[address].append(len(asked))
    assert {address: found for address, found in counts.items() if max(found) > BUDGET or len(set(found)) > 1} == {}
