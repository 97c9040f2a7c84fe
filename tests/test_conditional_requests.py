"""Frequently polled responses are cacheable with revalidation, so that unpublished content is gone at once."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.models import EventPage, NewsPage
from tests.support import factories

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau"


@pytest.fixture
def articles() -> list[NewsPage]:
    section = factories.SectionFactory(title="Tin tức", slug="tin-tuc")
    author = factories.AuthorFactory(name="Lê Bình", slug="le-binh")
    return [
        factories.ArticleFactory(title=title, parent=section, tags=("Tuyển sinh",), authors=(author,))
        for title in ("Bài rút xuống", "Bài mới nhất")
    ]


@pytest.fixture
def event() -> EventPage:
    section = factories.EventSectionFactory(title="Sự kiện", slug="su-kien")
    return factories.EventFactory(title="Hội thi", slug="hoi-thi", parent=section)


FEEDS = ["/rss/", "/tin-tuc/rss/", "/the/tuyen-sinh/rss/", "/tac-gia/le-binh/rss/"]
OF_EVENTS = ["/su-kien/rss/", "/lich.ics", "/su-kien/lich.ics", "/su-kien/hoi-thi/lich.ics"]
SITEMAPS = ["/sitemap.xml", "/sitemap-news.xml", "/sitemap-events.xml"]


def test_responses_require_revalidation(client: Client, articles: list[NewsPage], event: EventPage) -> None:
    for url in [*FEEDS, *OF_EVENTS, *SITEMAPS]:
        response = client.get(url)
        assert (response.status_code, response["Cache-Control"]) == (200, "no-cache"), url
        # A date would be that of the newest item, which does not change when another is unpublished.
        assert "Last-Modified" not in response, url
        for tag in (response["ETag"], f'"a", W/{response["ETag"]}'):
            again = client.get(url, headers={"if-none-match": tag})
            assert (again.status_code, again.content) == (304, b""), url
            assert (again["Cache-Control"], again["ETag"]) == ("no-cache", response["ETag"])


@pytest.mark.parametrize("url", [*FEEDS, "/sitemap-news.xml"])
def test_unpublished_article_is_gone_at_once(client: Client, articles: list[NewsPage], url: str) -> None:
    first = client.get(url)
    assert articles[0].slug in first.content.decode()
    articles[0].unpublish()
    known = {"if-none-match": first["ETag"], "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    again = client.get(url, headers=known)
    assert again.status_code == 200
    assert articles[0].slug not in again.content.decode()
    only_date = client.get(url, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert only_date.status_code == 200


@pytest.mark.parametrize("url", OF_EVENTS[:3])
def test_an_expired_event_is_gone_at_once(client: Client, event: EventPage, url: str) -> None:
    first = client.get(url)
    EventPage.objects.update(expire_at=timezone.now())
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "Hội thi" not in again.content.decode()


@pytest.mark.parametrize("tag", ["*", "W/", '"', "\x00", "a" * 5000, '"a","b', "đ"])
def test_unknown_etags_get_full_response(client: Client, event: EventPage, tag: str) -> None:
    for url in OF_EVENTS:
        assert client.get(url, headers={"if-none-match": tag, "if-match": '"x"'}).status_code == 200


def test_restricted_responses_are_not_cached(client: Client, event: EventPage) -> None:
    locked = event.get_parent()
    lock = PageViewRestriction.objects.create(page=locked, restriction_type="password", password=PASSWORD)
    client.post(f"/_util/authenticate_with_password/{lock.pk}/{locked.pk}/", {"password": PASSWORD, "return_url": "/"})
    for url in OF_EVENTS[2:]:
        response = client.get(url)
        assert "VCALENDAR" in response.content.decode(), url
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), url


def test_robots_txt_is_cached_for_an_hour(client: Client) -> None:
    assert client.get("/robots.txt")["Cache-Control"] == "public, max-age=3600"
