"""Control characters in feeds, and feed objects shared between requests."""

import feedparser
import pytest
from django.test import Client

from newsroom.articles.feeds import SiteFeed
from newsroom.urls import urlpatterns
from tests.support import factories


@pytest.mark.django_db
def test_control_characters_are_removed_from_feeds(client: Client) -> None:
    factories.ArticleFactory(title="Lịch\x0bthi", lead="Dòng một\x0bdòng hai")
    feed = feedparser.parse(client.get("/rss/").content)
    assert not feed.bozo
    assert feed.entries[0].summary == "Dòng một dòng hai"


def test_no_feed_object_is_shared_between_requests() -> None:
    assert not any(isinstance(pattern.callback, SiteFeed) for pattern in urlpatterns)
