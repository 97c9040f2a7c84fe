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


@pytest.mark.django_db
def test_empty_feed_does_not_change_with_each_request(client: Client) -> None:
    url = f"{factories.SectionFactory().url}rss/"
    first = client.get(url)
    assert b"<lastBuildDate>Thu, 01 Jan 1970" in first.content
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_no_feed_object_is_shared_between_requests() -> None:
    assert not any(isinstance(pattern.callback, SiteFeed) for pattern in urlpatterns)
