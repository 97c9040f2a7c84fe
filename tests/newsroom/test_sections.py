"""Sections: lists of articles in pages, sub-sections, feeds."""

import datetime

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db

PUBLISHED = datetime.datetime(2026, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())


def articles(number: int, parent, **kwargs) -> list:
    """Articles of consecutive days."""
    return [
        factories.ArticleFactory(
            title=f"Bài số {n:02}", parent=parent, published_at=PUBLISHED + datetime.timedelta(days=n), **kwargs
        )
        for n in range(number)
    ]


def titles(page) -> list[str]:
    return all_words(page.select(".card-title"))


def test_newest_first_with_those_of_sections_below(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức", introduction="Tin của ngành.")
    below = factories.SectionFactory(title="Hội nghị", parent=section)
    articles(2, section)
    factories.ArticleFactory(title="Bài dưới", parent=below, published_at=PUBLISHED + datetime.timedelta(days=9))
    page = read(client, section.url)
    assert words(page.h1) == "Tin tức"
    assert words(page.select_one(".introduction")) == "Tin của ngành."
    assert titles(page) == ["Bài dưới", "Bài số 01", "Bài số 00"]
    assert words(page.select_one(".card-section")) == "Hội nghị"
    assert page.select_one(".page-head .chips a")["href"] == below.url
    assert titles(read(client, below.url)) == ["Bài dưới"]


def test_card_shows_lead_date_and_picture(client: Client) -> None:
    section = factories.SectionFactory()
    for _ in range(2):
        factories.ArticleFactory(parent=section, main_image=factories.ImageFactory(), published_at=PUBLISHED)
    page = read(client, section.url)
    card = page.select_one(".card")
    assert words(card.select_one(".card-date")) == "24/04/2026"
    assert "Sáng nay" in words(card.select_one(".card-lead"))
    first, second = page.select(".card img")
    assert first["fetchpriority"] == "high"
    assert "loading" not in first.attrs
    assert second["loading"] == "lazy"
    assert first["alt"] == ""  # the title beside it says it
    assert card.select_one("source")["sizes"]


def test_pages_of_a_list(client: Client) -> None:
    section = factories.SectionFactory()
    articles(27, section)
    first = read(client, section.url)
    assert len(titles(first)) == 12
    assert words(first.select_one(".pagination [aria-current]")) == "Trang 1"
    last = read(client, f"{section.url}?page=3")
    assert titles(last) == ["Bài số 02", "Bài số 01", "Bài số 00"]
    assert last.select_one(".pagination [rel=prev]")["href"] == "?page=2"
    assert last.select_one(".pagination [rel=next]") is None
    assert titles(read(client, f"{section.url}?page=999")) == titles(last)
    assert titles(read(client, f"{section.url}?page=abc")) == titles(first)


def test_a_long_list_leaves_pages_out(client: Client) -> None:
    section = factories.SectionFactory()
    articles(12 * 8 + 1, section)
    links = all_words(read(client, f"{section.url}?page=5").select(".pagination li"))
    assert links == ["Trước", "Trang 1", "…", "Trang 4", "Trang 5", "Trang 6", "…", "Trang 9", "Sau"]


def test_empty_section_says_so(client: Client) -> None:
    page = read(client, factories.SectionFactory().url)
    assert words(page.select_one(".empty")) == "Chưa có bài viết nào."
    assert page.select_one(".pagination") is None


def test_feed_is_found_and_well_formed(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức & sự kiện", introduction="Tin <b>của</b> ngành")
    article = articles(3, section, tags=("Tuyển sinh",))[-1]
    page = read(client, section.url)
    addresses = [link["href"] for link in page.select("link[type='application/rss+xml']")]
    assert addresses == ["/rss/", f"{section.url}rss/"]
    for address in addresses:
        response = client.get(address)
        feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
        assert not feed.bozo, feed.get("bozo_exception")
        assert [entry.title for entry in feed.entries] == ["Bài số 02", "Bài số 01", "Bài số 00"]
        assert feed.entries[0].link == f"http://testserver{article.url}"
        assert feed.entries[0].summary == article.lead
        assert [tag.term for tag in feed.entries[0].tags] == ["Tuyển sinh"]
        assert feed.feed.language == "vi"
    assert feedparser.parse(client.get("/en/rss/").content).entries == []


def test_home_page_has_headlines_and_newest(client: Client) -> None:
    home = factories.home_page()
    home.introduction = "Cổng thông tin của Sở."
    home.save()
    section = factories.SectionFactory(title="Tin tức")
    for n, article in enumerate(articles(4, section)):
        article.is_headline = n in (1, 3)
        article.save()
    page = read(client, "/")
    assert words(page.h1) == home.site_name
    assert "Cổng thông tin của Sở." in words(page.main)
    assert all_words(page.select(".headlines .card-title")) == ["Bài số 03", "Bài số 01"]
    assert all_words(page.select(".home-cards .card-title")) == ["Bài số 02", "Bài số 00"]
    assert words(read(client, "/en/").select_one(".empty")) == "There is no news here yet."
