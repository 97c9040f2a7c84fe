"""What would break every reader's feed, or mix two of them."""

import feedparser
import pytest
from django.test import Client

from newsroom.feeds import SiteFeed
from newsroom.urls import urlpatterns
from tests import factories


@pytest.mark.django_db
def test_a_control_character_breaks_no_feed(client: Client) -> None:
    factories.ArticleFactory(title="Lịch\x0bthi", lead="Dòng một\x0bdòng hai")
    feed = feedparser.parse(client.get("/rss/").content)
    assert not feed.bozo
    assert feed.entries[0].summary == "Dòng một dòng hai"


def test_no_feed_object_is_shared_between_requests() -> None:
    assert not any(isinstance(pattern.callback, SiteFeed) for pattern in urlpatterns)
