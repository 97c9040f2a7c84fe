"""Query budgets of pages with events, the same for five events and for fifty."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from newsroom.models import EventArticle, EventAttachment, EventPage, NewsPageRelatedPage
from tests.support import factories
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

BUDGET = 18


def test_query_budget_holds_at_every_size(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    below = factories.EventSectionFactory(title="Hội thi", parent=section)
    unit, images = factories.UnitFactory(), factories.SmallImageFactory.create_batch(3)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    articles = factories.ArticleFactory.create_batch(3)

    def event(**fields: object) -> EventPage:
        return factories.EventFactory(parent=below, main_image=images[0], organiser=unit, **fields)

    one = event(body=[factories.gallery_value(images)], repeat="weekly", repeat_count=5, exceptions=(tomorrow,))
    for article in articles:
        EventArticle.objects.create(event=one, article=article, locale=one.locale)
        NewsPageRelatedPage.objects.create(article=article, page=one, locale=article.locale)
        EventAttachment.objects.create(event=one, document=factories.DocumentFactory(), locale=one.locale)
    urls = [
        section.url,
        f"{section.url}?qua=1",
        f"{section.url}?thang={tomorrow:%Y-%m}",
        f"{section.url}rss/",
        f"{section.url}lich.ics",
        "/lich.ics",
        one.url,
        f"{one.url}lich.ics",
    ]
    counts: dict[str, list[int]] = {url: [] for url in urls}
    for size in (6, 60):
        with disable_reference_index_auto_update():
            for number in range(EventPage.objects.count(), size):
                past = {"start_date": tomorrow - datetime.timedelta(days=number + 60)}
                left_out = (tomorrow + datetime.timedelta(days=1),)
                event(**(past if number % 3 else {"repeat": "daily", "repeat_count": 9, "exceptions": left_out}))
        make_renditions()
        for url in urls:
            assert client.get(url).status_code == 200, url
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts[url].append(len(queries))
    assert {url: numbers for url, numbers in counts.items() if max(numbers) > BUDGET or len(set(numbers)) > 1} == {}
