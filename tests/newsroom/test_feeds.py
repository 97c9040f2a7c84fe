"""Feeds of the site, sections, tags, authors and events: complete items with dates and images."""

import datetime
import unicodedata

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from mysite.images.page_images import make_renditions
from newsroom.models import NewsPage, NewsTag
from tests.support import factories
from tests.support.html import get_page

pytestmark = pytest.mark.django_db

PUBLISHED = datetime.datetime(2026, 4, 24, 5, 30, tzinfo=datetime.UTC)
HOSTILE = ']]> </title> <b>đậm</b> & "q" 😀 \u2028 \u202e e\u0302\u0301'


def get_feed(client: Client, url: str) -> feedparser.FeedParserDict:
    response = client.get(url)
    assert response.status_code == 200, url
    assert not response.cookies
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, (url, feed.get("bozo_exception"))
    return feed


@pytest.fixture
def article() -> NewsPage:
    image = factories.ImageFactory(description="Toàn cảnh")
    article = factories.ArticleFactory(
        title="Hội nghị",
        main_image=image,
        authors=(factories.AuthorFactory(name="Lê Thị Bình", biography="Nhà báo."),),
        tags=("Tuyển sinh",),
        published_at=PUBLISHED,
    )
    make_renditions(article.image_uses())
    return article


def get_feed_urls(article: NewsPage) -> dict[str, str]:
    return {
        "site": "/rss/",
        "section": f"{article.get_parent().url}rss/",
        "tag": "/the/tuyen-sinh/rss/",
        "author": f"{article.bylines.get().author.get_absolute_url()}rss/",
    }


def test_feed_item_has_all_fields(client: Client, article: NewsPage) -> None:
    changed = PUBLISHED + datetime.timedelta(hours=3)
    NewsPage.objects.update(content_updated_at=changed)
    rendition = article.main_image.renditions.get(filter_spec="format-jpeg|fill-1200x630")
    for url in get_feed_urls(article).values():
        feed = get_feed(client, url)
        assert feed.feed.title
        assert feed.feed.description
        assert feed.feed.link.startswith("http://testserver/")
        assert feed.feed.language == "vi"
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"http://testserver{url}"]
        [item] = feed.entries
        assert item.title == "Hội nghị"
        assert item.link == f"http://testserver{article.url}"
        assert item.summary == article.lead
        assert item.id == f"urn:uuid:{article.translation_key}:vi"
        assert datetime.datetime(*item.published_parsed[:6], tzinfo=datetime.UTC) == PUBLISHED
        assert datetime.datetime(*item.updated_parsed[:6], tzinfo=datetime.UTC) == changed
        assert [tag.term for tag in item.tags] == ["Tuyển sinh"]
        assert item.author == "Lê Thị Bình"
        [image] = item.media_content
        assert image["url"] == f"http://testserver{rendition.url}"
        assert (image["type"], image["medium"]) == ("image/jpeg", "image")
        assert (image["width"], image["height"]) == ("1200", "630")
        assert "Toàn cảnh" in client.get(url).content.decode()


def test_feed_creates_no_renditions(client: Client) -> None:
    image = factories.ImageFactory()
    factories.ArticleFactory(main_image=image)
    [item] = get_feed(client, "/rss/").entries
    assert "media_content" not in item
    assert not image.renditions.exists()


def test_pages_link_to_their_feeds(client: Client, article: NewsPage) -> None:
    for kind, feed in get_feed_urls(article).items():
        page = get_page(client, feed.removesuffix("rss/"))
        links = {link["href"]: link["title"] for link in page.select("link[type='application/rss+xml']")}
        assert feed in links, kind
        assert all(links.values())


def test_feed_titles(client: Client, article: NewsPage) -> None:
    titles = {kind: get_feed(client, url).feed.title for kind, url in get_feed_urls(article).items()}
    assert titles == {
        "site": factories.get_home_page().site_name,
        "section": article.get_parent().title,
        "tag": "Từ khoá: Tuyển sinh",
        "author": "Lê Thị Bình",
    }


def test_event_feed_items_have_images(client: Client) -> None:
    event = factories.EventFactory(main_image=factories.ImageFactory())
    make_renditions(event.image_uses())
    [item] = get_feed(client, f"{event.get_parent().url}rss/").entries
    assert item.media_content[0]["type"] == "image/jpeg"


@pytest.mark.parametrize("text", [HOSTILE, unicodedata.normalize("NFD", "Đề thi lớp mười")])
def test_hostile_text_keeps_feed_well_formed(client: Client, text: str) -> None:
    author = factories.AuthorFactory(name=text, biography=text, job_title=text)
    section = factories.SectionFactory(title=text, introduction=text)
    article = factories.ArticleFactory(parent=section, title=text, lead=text, tags=(text,), authors=(author,))
    author.refresh_from_db()
    tag = NewsTag.objects.get()
    event = factories.EventFactory(
        parent=factories.EventSectionFactory(title=text, introduction=text), title=text, lead=text, place=text
    )
    feeds = ("/rss/", f"{section.url}rss/", f"{tag.get_absolute_url()}rss/", f"{author.get_absolute_url()}rss/")
    for url in feeds:
        [item] = get_feed(client, url).entries
        assert item.link == f"http://testserver{article.url}"
        assert item.author == author.name
    assert len(get_feed(client, f"{event.get_parent().url}rss/").entries) == 1


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\ufffe"])
def test_any_character_keeps_feed_well_formed(client: Client, character: str) -> None:
    article = factories.ArticleFactory(tags=("Tuyển sinh",), authors=(factories.AuthorFactory(),))
    event = factories.EventFactory()
    text = f"Lịch{character}thi"
    NewsPage.objects.update(title=text, lead=text)  # saved without validation, as by a script
    NewsTag.objects.update(name=text)
    type(event).objects.update(title=text, lead=text, place=text, status_note=text)
    for url in get_feed_urls(article).values():
        [item] = get_feed(client, url).entries
        assert item.title == "Lịch thi"
    assert len(get_feed(client, f"{event.get_parent().url}rss/").entries) == 1


def test_each_language_has_its_own_feed(client: Client, article: NewsPage) -> None:
    locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=locale)
    author = factories.AuthorFactory(locale=locale)
    factories.ArticleFactory(parent=section, locale=locale, title="News", tags=("Tuyển sinh",), authors=(author,))
    for url in ("/en/rss/", "/en/tag/tuyen-sinh/rss/", f"/en/author/{author.slug}/rss/"):
        feed = get_feed(client, url)
        assert [item.title for item in feed.entries] == ["News"]
        assert feed.feed.language == "en"
    assert [item.title for item in get_feed(client, "/the/tuyen-sinh/rss/").entries] == ["Hội nghị"]


def test_language_without_home_page_has_no_feed(client: Client, article: NewsPage) -> None:
    factories.get_home_page("en").unpublish()
    assert client.get("/en/rss/").status_code == 404


def test_unknown_tag_or_author_has_no_feed(client: Client) -> None:
    article = factories.ArticleFactory(tags=("Tuyển sinh",), authors=(factories.AuthorFactory(),))
    article.unpublish()
    assert client.get("/the/tuyen-sinh/rss/").status_code == 404
    assert client.get("/the/khong-co/rss/").status_code == 404
    assert client.get("/tac-gia/khong-co/rss/").status_code == 404
    assert get_feed(client, get_feed_urls(article)["author"]).entries == []


def test_query_count_does_not_grow(client: Client) -> None:
    author, section = factories.AuthorFactory(), factories.SectionFactory()
    images = factories.SmallImageFactory.create_batch(3)
    counts = []
    for number in (2, 12):
        for n in range(number):
            factories.ArticleFactory(
                parent=section, main_image=images[n % 3], authors=(author,), tags=("Tuyển sinh", "Lớp 10")
            )
        query_counts = []
        for url in get_feed_urls(NewsPage.objects.first()).values():
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            query_counts.append(len(captured))
        counts.append(query_counts)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts
