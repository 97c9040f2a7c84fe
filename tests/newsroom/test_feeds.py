"""Feeds of the site, of sections, tags, authors and events: whole, dated, with pictures."""

import datetime
import unicodedata

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from mysite.body_pictures import make_ready
from newsroom.models import NewsPage, NewsTag
from tests import factories
from tests.reading import read

pytestmark = pytest.mark.django_db

PUBLISHED = datetime.datetime(2026, 4, 24, 5, 30, tzinfo=datetime.UTC)
HOSTILE = ']]> </title> <b>đậm</b> & "q" 😀 \u2028 \u202e e\u0302\u0301'


def parse(client: Client, address: str) -> feedparser.FeedParserDict:
    response = client.get(address)
    assert response.status_code == 200, address
    assert not response.cookies
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, (address, feed.get("bozo_exception"))
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
    make_ready(article.pictures())
    return article


def addresses(article: NewsPage) -> dict[str, str]:
    return {
        "site": "/rss/",
        "section": f"{article.get_parent().url}rss/",
        "tag": "/the/tuyen-sinh/rss/",
        "author": f"{article.bylines.get().author.get_absolute_url()}rss/",
    }


def test_an_item_says_all_that_readers_ask_for(client: Client, article: NewsPage) -> None:
    changed = PUBLISHED + datetime.timedelta(hours=3)
    NewsPage.objects.update(content_updated_at=changed)
    rendition = article.main_image.renditions.get(filter_spec="format-jpeg|fill-1200x630")
    for address in addresses(article).values():
        feed = parse(client, address)
        assert feed.feed.title
        assert feed.feed.description
        assert feed.feed.link.startswith("http://testserver/")
        assert feed.feed.language == "vi"
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"http://testserver{address}"]
        [item] = feed.entries
        assert item.title == "Hội nghị"
        assert item.link == f"http://testserver{article.url}"
        assert item.summary == article.lead
        assert item.id == f"urn:uuid:{article.translation_key}:vi"
        assert datetime.datetime(*item.published_parsed[:6], tzinfo=datetime.UTC) == PUBLISHED
        assert datetime.datetime(*item.updated_parsed[:6], tzinfo=datetime.UTC) == changed
        assert [tag.term for tag in item.tags] == ["Tuyển sinh"]
        [picture] = item.media_content
        assert picture["url"] == f"http://testserver{rendition.url}"
        assert (picture["type"], picture["medium"]) == ("image/jpeg", "image")
        assert (picture["width"], picture["height"]) == ("1200", "630")
        assert "Toàn cảnh" in client.get(address).content.decode()


def test_a_picture_that_was_not_made_is_not_made_for_a_feed(client: Client) -> None:
    image = factories.ImageFactory()
    factories.ArticleFactory(main_image=image)
    [item] = parse(client, "/rss/").entries
    assert "media_content" not in item
    assert not image.renditions.exists()


def test_each_page_leads_to_its_feed(client: Client, article: NewsPage) -> None:
    for kind, feed in addresses(article).items():
        page = read(client, feed.removesuffix("rss/"))
        links = {link["href"]: link["title"] for link in page.select("link[type='application/rss+xml']")}
        assert feed in links, kind
        assert all(links.values())


def test_titles_of_feeds(client: Client, article: NewsPage) -> None:
    titles = {kind: parse(client, address).feed.title for kind, address in addresses(article).items()}
    assert titles == {
        "site": factories.home_page().site_name,
        "section": article.get_parent().title,
        "tag": "Từ khoá: Tuyển sinh",
        "author": "Lê Thị Bình",
    }


def test_events_have_pictures_too(client: Client) -> None:
    event = factories.EventFactory(main_image=factories.ImageFactory())
    make_ready(event.pictures())
    [item] = parse(client, f"{event.get_parent().url}rss/").entries
    assert item.media_content[0]["type"] == "image/jpeg"


@pytest.mark.parametrize("text", [HOSTILE, unicodedata.normalize("NFD", "Đề thi lớp mười")])
def test_no_text_breaks_a_feed(client: Client, text: str) -> None:
    author = factories.AuthorFactory(name=text, biography=text, job_title=text)
    section = factories.SectionFactory(title=text, introduction=text)
    article = factories.ArticleFactory(parent=section, title=text, lead=text, tags=(text,), authors=(author,))
    tag = NewsTag.objects.get()
    event = factories.EventFactory(
        parent=factories.EventSectionFactory(title=text, introduction=text), title=text, lead=text, place=text
    )
    feeds = ("/rss/", f"{section.url}rss/", f"{tag.get_absolute_url()}rss/", f"{author.get_absolute_url()}rss/")
    for address in feeds:
        [item] = parse(client, address).entries
        assert item.link == f"http://testserver{article.url}"
    assert len(parse(client, f"{event.get_parent().url}rss/").entries) == 1


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\ufffe"])
def test_no_character_breaks_a_feed(client: Client, character: str) -> None:
    article = factories.ArticleFactory(tags=("Tuyển sinh",), authors=(factories.AuthorFactory(),))
    event = factories.EventFactory()
    text = f"Lịch{character}thi"
    NewsPage.objects.update(title=text, lead=text)  # past the model, as an import by hand
    NewsTag.objects.update(name=text)
    type(event).objects.update(title=text, lead=text, place=text, status_note=text)
    for address in addresses(article).values():
        [item] = parse(client, address).entries
        assert item.title == "Lịch thi"
    assert len(parse(client, f"{event.get_parent().url}rss/").entries) == 1


def test_each_language_has_its_own(client: Client, article: NewsPage) -> None:
    locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(parent=factories.home_page("en"), locale=locale)
    author = factories.AuthorFactory(locale=locale)
    factories.ArticleFactory(parent=section, locale=locale, title="News", tags=("Tuyển sinh",), authors=(author,))
    for address in ("/en/rss/", "/en/tag/tuyen-sinh/rss/", f"/en/author/{author.slug}/rss/"):
        feed = parse(client, address)
        assert [item.title for item in feed.entries] == ["News"]
        assert feed.feed.language == "en"
    assert [item.title for item in parse(client, "/the/tuyen-sinh/rss/").entries] == ["Hội nghị"]


def test_a_language_without_home_page_has_none(client: Client, article: NewsPage) -> None:
    factories.home_page("en").unpublish()
    assert client.get("/en/rss/").status_code == 404


def test_a_tag_or_author_that_visitors_do_not_know_has_none(client: Client) -> None:
    article = factories.ArticleFactory(tags=("Tuyển sinh",), authors=(factories.AuthorFactory(),))
    article.unpublish()
    assert client.get("/the/tuyen-sinh/rss/").status_code == 404
    assert client.get("/the/khong-co/rss/").status_code == 404
    assert client.get("/tac-gia/khong-co/rss/").status_code == 404
    assert parse(client, addresses(article)["author"]).entries == []


def test_it_costs_the_same_at_every_length(client: Client) -> None:
    author, section = factories.AuthorFactory(), factories.SectionFactory()
    images = factories.SmallImageFactory.create_batch(3)
    counts = []
    for number in (2, 12):
        for n in range(number):
            factories.ArticleFactory(
                parent=section, main_image=images[n % 3], authors=(author,), tags=("Tuyển sinh", "Lớp 10")
            )
        asked = []
        for address in addresses(NewsPage.objects.first()).values():
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            asked.append(len(captured))
        counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts
