"""What is asked for again and again is kept only as long as it holds: what is withdrawn is gone at once."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.models import EventPage, NewsPage
from tests import factories

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


def test_who_keeps_an_answer_asks_each_time(client: Client, articles: list[NewsPage], event: EventPage) -> None:
    for address in [*FEEDS, *OF_EVENTS, *SITEMAPS]:
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (200, "no-cache"), address
        # A date would be that of the newest item, which says nothing of the others.
        assert "Last-Modified" not in response, address
        for tag in (response["ETag"], f'"a", W/{response["ETag"]}'):
            again = client.get(address, headers={"if-none-match": tag})
            assert (again.status_code, again.content) == (304, b""), address
            assert (again["Cache-Control"], again["ETag"]) == ("no-cache", response["ETag"])


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap-news.xml"])
def test_a_withdrawn_article_is_gone_at_once(client: Client, articles: list[NewsPage], address: str) -> None:
    first = client.get(address)
    assert articles[0].slug in first.content.decode()
    articles[0].unpublish()
    known = {"if-none-match": first["ETag"], "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    again = client.get(address, headers=known)
    assert again.status_code == 200
    assert articles[0].slug not in again.content.decode()
    only_date = client.get(address, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert only_date.status_code == 200


@pytest.mark.parametrize("address", OF_EVENTS[:3])
def test_an_expired_event_is_gone_at_once(client: Client, event: EventPage, address: str) -> None:
    first = client.get(address)
    EventPage.objects.update(expire_at=timezone.now())
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "Hội thi" not in again.content.decode()


@pytest.mark.parametrize("tag", ["*", "W/", '"', "\x00", "a" * 5000, '"a","b', "đ"])
def test_whatever_is_known_already(client: Client, event: EventPage, tag: str) -> None:
    for address in OF_EVENTS:
        assert client.get(address, headers={"if-none-match": tag, "if-match": '"x"'}).status_code == 200


def test_what_is_for_some_is_kept_by_nobody(client: Client, event: EventPage) -> None:
    locked = event.get_parent()
    lock = PageViewRestriction.objects.create(page=locked, restriction_type="password", password=PASSWORD)
    client.post(f"/_util/authenticate_with_password/{lock.pk}/{locked.pk}/", {"password": PASSWORD, "return_url": "/"})
    for address in OF_EVENTS[2:]:
        response = client.get(address)
        assert "VCALENDAR" in response.content.decode(), address
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", ")), address


def test_robots_txt_is_kept_for_an_hour(client: Client) -> None:
    assert client.get("/robots.txt")["Cache-Control"] == "public, max-age=3600"
