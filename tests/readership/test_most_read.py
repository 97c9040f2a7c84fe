"""“Most read” shows what is public, changes on the hour, and only pages that have it are made again."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from mysite.http import stored_response
from newsroom.models import NewsPage, NewsSection
from readership import ranking
from readership.counting import get_today
from readership.models import DailyViews, RankedPage
from tests.home.test_home_page import publish_home_page
from tests.support import factories
from tests.support.html import get_page, get_texts
from tests.support.wsgi_client import request as send

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> list[datetime.datetime]:
    """The time of the ranking, which tests change; ``time.time`` of stored responses follows it."""
    times = [timezone.now().replace(minute=20)]
    ranking.forget_hour()
    monkeypatch.setattr(ranking, "get_hour", lambda: times[0].replace(minute=0, second=0, microsecond=0))
    monkeypatch.setattr(stored_response.time, "time", lambda: times[0].timestamp())
    return times


def add_views(page: NewsPage, count: int, days_ago: int = 0) -> None:
    DailyViews.objects.create(page=page, day=get_today() - datetime.timedelta(days=days_ago), count=count)


def get_titles(text: str) -> list[str]:
    return get_texts(BeautifulSoup(text, "html.parser").select(".most-read h3"))


@pytest.fixture
def articles() -> list[NewsPage]:
    """Articles of a section, the first one read most."""
    section = factories.SectionFactory(title="Thi cử")
    made = [factories.ArticleFactory(parent=section, title=f"Bài {number}") for number in range(4)]
    for number, article in enumerate(made):
        add_views(article, 10 - number)
    return made


def test_articles_read_most_in_seven_days_come_first(client: Client, articles: list[NewsPage]) -> None:
    add_views(articles[3], 5, days_ago=6)
    add_views(articles[2], 100, days_ago=7)
    factories.ArticleFactory(title="Không ai đọc")
    publish_home_page(("most_read", {"count": 3}))
    page = get_page(client, "/")
    assert get_texts(page.select(".most-read h3")) == ["Bài 3", "Bài 0", "Bài 1"]
    assert get_texts(page.select(".home-block h2")) == ["Đọc nhiều"]
    publish_home_page(("most_read", {"count": 3, "title": "Được quan tâm"}))
    assert get_texts(get_page(client, "/").select(".home-block h2")) == ["Được quan tâm"]


def test_block_of_one_section(client: Client, articles: list[NewsPage]) -> None:
    other = factories.ArticleFactory(title="Nơi khác")
    add_views(other, 1000)
    section = articles[0].get_parent()
    publish_home_page(("most_read", {"section": section.pk, "count": 2}), ("most_read", {"count": 2}))
    of_section, of_all = get_page(client, "/").select(".most-read")
    assert get_texts(of_section.select("h3")) == ["Bài 0", "Bài 1"]
    assert get_texts(of_all.select("h3")) == ["Nơi khác", "Bài 0"]
    section.delete()
    assert [get_texts(block.select("h3")) for block in get_page(client, "/").select(".most-read")] == [["Nơi khác"]]


def test_nothing_private_withdrawn_expired_or_deleted(client: Client, articles: list[NewsPage]) -> None:
    publish_home_page(("most_read", {"count": 5}))
    assert get_titles(client.get("/").content.decode()) == ["Bài 0", "Bài 1", "Bài 2", "Bài 3"]
    articles[0].unpublish()
    assert get_titles(client.get("/").content.decode()) == ["Bài 1", "Bài 2", "Bài 3"]
    PageViewRestriction.objects.create(page=articles[1], restriction_type="password", password="x")
    assert get_titles(client.get("/").content.decode()) == ["Bài 2", "Bài 3"]
    NewsPage.objects.filter(pk=articles[2].pk).update(expire_at=timezone.now() - HOUR)
    assert get_titles(client.get("/").content.decode()) == ["Bài 3"]
    articles[3].delete()
    assert get_titles(client.get("/").content.decode()) == []


def test_other_language_has_its_own(client: Client, articles: list[NewsPage]) -> None:
    publish_home_page(("most_read", {"count": 5}), language="en")
    assert not get_page(client, "/en/").select(".most-read")


def test_list_changes_on_the_hour_and_not_before(articles: list[NewsPage], clock: list) -> None:
    publish_home_page(("most_read", {"count": 2}))
    assert get_titles(send("/").text) == ["Bài 0", "Bài 1"]
    DailyViews.objects.filter(page=articles[3]).update(count=100)
    assert get_titles(send("/").text) == ["Bài 0", "Bài 1"]
    articles[2].save_revision().publish()  # the page is rendered again, the ranking is that of the hour
    assert get_titles(send("/").text) == ["Bài 0", "Bài 1"]
    clock[0] += HOUR
    assert get_titles(send("/").text) == ["Bài 3", "Bài 0"]


def test_only_pages_with_the_block_are_made_again(articles: list[NewsPage], clock: list) -> None:
    publish_home_page(("most_read", {"count": 2}))
    others = [articles[0].url, "/so-do-cong/"]
    for url in ("/", *others):
        send(url)
    clock[0] += HOUR
    with CaptureQueriesContext(connection) as captured:
        for url in others:
            send(url)
    assert len(captured) == len(others)  # the generation
    with CaptureQueriesContext(connection) as captured:
        send("/")
    assert len(captured) > 5
    with CaptureQueriesContext(connection) as captured:
        send("/")
    assert len(captured) == 1


def test_ranking_is_made_once_an_hour_whatever_the_process(articles: list[NewsPage], monkeypatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(ranking, "fill_ranking", lambda fill=ranking.fill_ranking: (made.append(1), fill()))
    for _process in range(3):
        ranking.forget_hour()
        ranking.update_ranking()
        ranking.update_ranking()
    assert made == [1]


def test_earlier_ranking_remains_while_the_database_cannot_be_written(
    client: Client, articles: list[NewsPage], clock: list, monkeypatch
) -> None:
    publish_home_page(("most_read", {"count": 2}))
    client.get("/")
    clock[0] += HOUR

    def fail() -> None:
        raise DatabaseError("read-only")

    monkeypatch.setattr(ranking, "fill_ranking", fail)
    assert get_texts(get_page(client, "/").select(".most-read h3")) == ["Bài 0", "Bài 1"]


def test_ranking_is_bounded(articles: list[NewsPage], monkeypatch) -> None:
    monkeypatch.setattr(ranking, "MAX_PAGES", 2)
    ranking.update_ranking()
    assert set(RankedPage.objects.values_list("page", flat=True)) == {articles[0].pk, articles[1].pk}


def test_block_needs_one_query_more_and_other_home_pages_none(client: Client, articles: list[NewsPage]) -> None:
    def count_queries(*blocks: tuple[str, dict]) -> list[str]:
        publish_home_page(*blocks)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return [query["sql"] for query in captured.captured_queries]

    without = count_queries(("latest_news", {"count": 2}))
    assert not [sql for sql in without if "readership" in sql]
    with_block = count_queries(("latest_news", {"count": 2}), ("most_read", {"count": 2}))
    assert len(with_block) == len(without) + 1


def show_on_section(section: Page, count: int) -> NewsSection:
    section = NewsSection.objects.get(pk=section.pk)
    section.most_read_count = count
    section.save_revision().publish()
    return section


def test_section_shows_its_own_on_the_first_page(client: Client, articles: list[NewsPage], clock: list) -> None:
    above = articles[0].get_parent()
    below = factories.SectionFactory(title="Lớp 10", parent=above)
    nested = factories.ArticleFactory(title="Bài của lớp 10", parent=below)
    other = factories.ArticleFactory(title="Nơi khác")
    for article, count in ((nested, 100), (other, 1000)):
        add_views(article, count)
    above = show_on_section(above, 2)
    assert get_titles(client.get(above.url).content.decode()) == ["Bài của lớp 10", "Bài 0"]
    assert get_titles(client.get(below.url).content.decode()) == []
    factories.ArticleFactory.create_batch(10, parent=above)
    assert get_titles(client.get(f"{above.url}?page=2").content.decode()) == []
    nested.unpublish()
    assert get_titles(client.get(above.url).content.decode()) == ["Bài 0", "Bài 1"]
    for article in articles:
        article.unpublish()
    assert not get_page(client, above.url).select(".most-read-box")


def test_only_sections_that_show_it_are_made_again(articles: list[NewsPage], clock: list) -> None:
    section = show_on_section(articles[0].get_parent(), 2)
    other = factories.SectionFactory(title="Nơi khác")
    urls = (section.url, other.url, f"{section.url}rss/")
    for url in urls:
        send(url)
    DailyViews.objects.filter(page=articles[3]).update(count=100)
    assert get_titles(send(section.url).text) == ["Bài 0", "Bài 1"]
    clock[0] += HOUR
    counts = []
    for url in (*urls, section.url):
        with CaptureQueriesContext(connection) as captured:
            send(url)
        counts.append(len(captured))
    assert counts[0] > 5
    assert counts[1:] == [1, 1, 1]  # the generation
    assert get_titles(send(section.url).text) == ["Bài 3", "Bài 0"]


def test_section_needs_one_query_more_for_it(client: Client, articles: list[NewsPage]) -> None:
    def count_queries(number: int) -> int:
        section = show_on_section(articles[0].get_parent(), number)
        client.get(section.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(section.url)
        return len(captured)

    assert count_queries(3) == count_queries(0) + 1
