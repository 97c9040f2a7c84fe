"""Sections: paginated lists of articles, sub-sections, feeds."""

import datetime

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from tests.support import factories
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

PUBLISHED = datetime.datetime(2026, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())


def create_articles(number: int, parent, **kwargs) -> list:
    """Create articles of consecutive days."""
    return [
        factories.ArticleFactory(
            title=f"Bài số {n:02}", parent=parent, published_at=PUBLISHED + datetime.timedelta(days=n), **kwargs
        )
        for n in range(number)
    ]


def titles(page) -> list[str]:
    return get_texts(page.select(".card-title"))


def test_articles_of_subsections_are_listed_newest_first(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức", introduction="Tin của ngành.")
    below = factories.SectionFactory(title="Hội nghị", parent=section)
    create_articles(2, section)
    factories.ArticleFactory(title="Bài dưới", parent=below, published_at=PUBLISHED + datetime.timedelta(days=9))
    page = get_page(client, section.url)
    assert get_text(page.h1) == "Tin tức"
    assert get_text(page.select_one(".introduction")) == "Tin của ngành."
    assert titles(page) == ["Bài dưới", "Bài số 01", "Bài số 00"]
    assert get_texts(page.select(".card-section")) == ["Hội nghị"]  # not that of this page itself
    assert page.select_one(".page-head .chips a")["href"] == below.url
    assert titles(get_page(client, below.url)) == ["Bài dưới"]


def test_card_shows_lead_date_and_image(client: Client) -> None:
    section = factories.SectionFactory()
    for _ in range(2):
        factories.ArticleFactory(parent=section, main_image=factories.ImageFactory(), published_at=PUBLISHED)
    make_renditions()
    page = get_page(client, section.url)
    card = page.select_one(".card")
    assert get_text(card.select_one(".card-date")) == "24/04/2026"
    assert "Sáng nay" in get_text(card.select_one(".card-lead"))
    first, second = page.select(".card img")
    assert first["fetchpriority"] == "high"
    assert "loading" not in first.attrs
    assert second["loading"] == "lazy"
    assert first["alt"] == ""  # decorative, because the title is beside it
    assert first["sizes"]


def test_list_is_paginated(client: Client) -> None:
    section = factories.SectionFactory()
    create_articles(27, section)
    first = get_page(client, section.url)
    assert len(titles(first)) == 12
    assert len(first.select(".with-lead")) == 1
    assert get_text(first.select_one(".pagination [aria-current]")) == "Trang 1"
    last = get_page(client, f"{section.url}?page=3")
    assert titles(last) == ["Bài số 02", "Bài số 01", "Bài số 00"]
    assert last.select_one(".pagination [rel=prev]")["href"] == "?page=2"
    assert last.select_one(".pagination [rel=next]") is None
    assert last.select(".with-lead") == []  # the lead story is on the first page only
    assert titles(get_page(client, f"{section.url}?page=999")) == titles(last)
    assert titles(get_page(client, f"{section.url}?page=abc")) == titles(first)


def test_pages_have_titles_of_their_own_and_the_first_no_parameter(client: Client) -> None:
    section = factories.SectionFactory()
    author = factories.AuthorFactory()
    for number in range(13):
        factories.ArticleFactory(
            title=f"Bài {number}", parent=section, authors=(author,), tags=("Thi",), published_at=timezone.now()
        )
    for url in (
        section.url,
        f"{section.url}luu-tru/{timezone.localdate():%Y}/",
        "/the/thi/",
        author.get_absolute_url(),
    ):
        first, second = get_page(client, f"{url}?page=1"), get_page(client, f"{url}?page=2")
        assert get_text(second.title).replace(", trang 2", "") == get_text(first.title) != get_text(second.title)
        assert second.select_one(".pagination [rel=prev]")["href"] == url
        assert [link["href"] for page in (first, second) for link in page.select("[href*='page=1']")] == []


def test_long_pagination_is_elided(client: Client) -> None:
    section = factories.SectionFactory()
    create_articles(12 * 8 + 1, section)
    links = get_texts(get_page(client, f"{section.url}?page=5").select(".pagination li"))
    assert links == ["Trước", "Trang 1", "…", "Trang 4", "Trang 5", "Trang 6", "…", "Trang 9", "Sau"]


def test_empty_section_shows_message(client: Client) -> None:
    page = get_page(client, factories.SectionFactory().url)
    assert get_text(page.select_one(".empty")) == "Chưa có bài viết nào."
    assert page.select_one(".pagination") is None


def test_feed_is_found_and_well_formed(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức & sự kiện", introduction="Tin <b>của</b> ngành")
    article = create_articles(3, section, tags=("Tuyển sinh",))[-1]
    page = get_page(client, section.url)
    urls = [link["href"] for link in page.select("link[type='application/rss+xml']")]
    assert urls == ["/rss/", f"{section.url}rss/"]
    for url in urls:
        response = client.get(url)
        feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
        assert not feed.bozo, feed.get("bozo_exception")
        assert [entry.title for entry in feed.entries] == ["Bài số 02", "Bài số 01", "Bài số 00"]
        assert feed.entries[0].link == f"http://testserver{article.url}"
        assert feed.entries[0].summary == article.lead
        assert [tag.term for tag in feed.entries[0].tags] == ["Tuyển sinh"]
        assert feed.feed.language == "vi"
    assert feedparser.parse(client.get("/en/rss/").content).entries == []


def test_home_page_has_headlines_and_latest_news(client: Client) -> None:
    home = factories.get_home_page()
    home.introduction = "Cổng thông tin của Sở."
    home.save()
    section = factories.SectionFactory(title="Tin tức")
    for n, article in enumerate(create_articles(4, section)):
        article.is_headline = n in (1, 3)
        article.save()
    page = get_page(client, "/")
    assert get_text(page.h1) == home.site_name
    assert "Cổng thông tin của Sở." in get_text(page.main)
    assert get_texts(page.select(".headlines .card-title")) == ["Bài số 03", "Bài số 01"]
    assert get_texts(page.select(".home-river .card-title")) == ["Bài số 02", "Bài số 00"]
    assert get_text(get_page(client, "/en/").select_one(".empty")) == "There are no articles yet."
